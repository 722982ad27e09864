package dev.ratchet.activity.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which rules of different analysers complain about the same thing. */
final class Concerns {
  /** A line per concern; names as the analysers have them. */
  private static final List<List<String>> SAME =
      List.of(
          List.of("MissingOverride", "missing-override"),
          List.of("UseDiamondOperator", "diamond"),
          List.of("EmptyCatchBlock", "EmptyCatch", "empty-catch"),
          List.of("IdenticalCatchBranches", "identical-catch-branches"),
          List.of("PreserveStackTrace", "UnusedException", "lost-stack-trace"),
          List.of("UseLocaleWithCaseConversions", "StringCaseLocaleUsage", "locale-less-case"),
          List.of(
              "UnusedLocalVariable", "UnusedPrivateField", "UnusedAssignment", "UnusedVariable"),
          List.of("UnusedPrivateMethod", "UnusedMethod"),
          List.of("UnnecessaryImport", "RemoveUnusedImports"),
          List.of("NonExhaustiveSwitch", "SwitchStmtsShouldHaveDefault", "MissingDefault"),
          List.of("ImplicitSwitchFallThrough", "FallThrough"),
          List.of("UselessParentheses", "UnnecessaryParentheses"),
          List.of("UnnecessaryFullyQualifiedName", "UnnecessarilyFullyQualified"),
          List.of("OverrideBothEqualsAndHashcode", "EqualsHashCode"),
          List.of("PrimitiveWrapperInstantiation", "BoxedPrimitiveConstructor"),
          List.of("UnnecessaryBoxing", "UnnecessaryBoxedVariable"),
          List.of("AppendCharacterWithChar", "append-character"),
          List.of("ConsecutiveLiteralAppends", "ConsecutiveAppendsShouldReuse", "append-literals"),
          List.of("UseStandardCharsets", "standard-charsets"),
          List.of("OptimizableToArrayCall", "to-array"),
          List.of("EqualsNull", "equals-null"),
          List.of("CloseResource", "MustBeClosedChecker", "StreamResourceLeak"),
          List.of("ReplaceVectorWithList", "ReplaceHashtableWithMap", "JdkObsolete"),
          List.of("SimplifyBooleanReturns", "SimplifiableConditional"),
          List.of("UnnecessarySemicolon", "ExtraSemicolon"),
          List.of("ReturnEmptyCollectionRatherThanNull", "ReturnsNullCollection"),
          List.of("CompareObjectsWithEquals", "ReferenceEquality"),
          List.of("UseCollectionIsEmpty", "is-empty"),
          List.of("OneDeclarationPerLine", "MultiVariableDeclaration"),
          List.of("SingularField", "FieldCanBeLocal"),
          List.of("UncommentedEmptyMethodBody", "EmptyMethod"),
          List.of("MutableStaticState", "NonFinalStaticField"),
          List.of("UseMapEntrySet", "KeySetGet", "key-set-get"),
          List.of("StringToString", "UnnecessaryToString"));

  private static final Map<String, String> CONCERNS = concerns();

  private Concerns() {}

  private static Map<String, String> concerns() {
    Map<String, String> concerns = new HashMap<>();
    SAME.forEach(names -> names.forEach(name -> concerns.putIfAbsent(name, names.getFirst())));
    return concerns;
  }

  /** A name that equivalent rules share; the rule's own where it is alone. */
  static String of(String rule) {
    return CONCERNS.getOrDefault(rule, rule);
  }
}
