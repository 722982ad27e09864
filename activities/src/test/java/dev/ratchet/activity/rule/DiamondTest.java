package dev.ratchet.activity.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.ast.CompilationUnit;
import org.junit.jupiter.api.Test;

class DiamondTest {
  private static String edited(String text) {
    CompilationUnit unit = RuleAnalyzer.parse(text).orElseThrow();
    return RuleEditor.apply(text, new Diamond().find(unit, new Positions(text)));
  }

  @Test
  void mendsInitialisersAssignmentsAndReturns() {
    assertThat(
            edited(
                """
                import java.util.*;
                class A {
                  private final Map< String,List<int[]> > map = new HashMap<String, List<int[]>>(16); // new
                  private List<String> names;
                  A(List<String> given) {
                    this.names = new ArrayList<String>(given);
                    given = new java.util.LinkedList<String>();
                    for (Iterator<String> i = given.iterator(); i.hasNext(); ) {
                      Set<? super Long> set = new HashSet<Long>(), other = new TreeSet<>();
                    }
                  }
                  List<String> f() {
                    names = new ArrayList<
                        String>();
                    return new Vector<String>();
                  }
                }
                """))
        .isEqualTo(
            """
            import java.util.*;
            class A {
              private final Map< String,List<int[]> > map = new HashMap<>(16); // new
              private List<String> names;
              A(List<String> given) {
                this.names = new ArrayList<>(given);
                given = new java.util.LinkedList<>();
                for (Iterator<String> i = given.iterator(); i.hasNext(); ) {
                  Set<? super Long> set = new HashSet<Long>(), other = new TreeSet<>();
                }
              }
              List<String> f() {
                names = new ArrayList<>();
                return new Vector<>();
              }
            }
            """);
  }

  private static void staysAsItIs(String imports, String members) {
    String text = imports + "class A<T> extends B {\n" + members + "\n}\n";
    assertThat(edited(text)).isEqualTo(text);
  }

  private static void staysAsItIs(String members) {
    staysAsItIs("import java.util.*;\n", members);
  }

  @Test
  void leavesAloneWhatNamesOtherArguments() {
    staysAsItIs("Collection<? extends Number> a = new ArrayList<Integer>();");
    staysAsItIs("Object a = new ArrayList<Integer>();");
    staysAsItIs("List a = new ArrayList<Integer>();");
    staysAsItIs("List<T> a = new ArrayList();");
    staysAsItIs("List<String>[] a = new List[] {new ArrayList<String>()};");
    staysAsItIs("void f() { var a = new ArrayList<String>(); }");
    staysAsItIs("List<String> a = new ArrayList</* names */ String>();");
  }

  @Test
  void leavesAloneWhatIsNotGivenToAVariableAtOnce() {
    staysAsItIs("void f(List<String> a) { f(new ArrayList<String>()); }");
    staysAsItIs("List<String> f(boolean b) { return b ? null : new ArrayList<String>(); }");
    staysAsItIs("Iterator<String> i = new ArrayList<String>().iterator();");
    staysAsItIs("List<String> a = (List<String>) new ArrayList<String>();");
    staysAsItIs("List<String> f() { g(() -> { return new ArrayList<String>(); }); return null; }");
  }

  @Test
  void leavesAnonymousClassesAlone() {
    staysAsItIs("List<String> a = new ArrayList<String>() {{ add(\"x\"); }};");
  }

  @Test
  void leavesAloneWhatMayNotBeOfJavaUtil() {
    staysAsItIs("", "List<String> a = new ArrayList<String>();");
    staysAsItIs("import x.*;\n", "List<String> a = new ArrayList<String>();");
    staysAsItIs("import x.ArrayList;\n", "List<String> a = new ArrayList<String>();");
    staysAsItIs("class ArrayList<X> {} List<String> a = new ArrayList<String>();");
  }

  @Test
  void leavesAloneAVariableThatTheFileDoesNotDeclare() {
    staysAsItIs("void f() { List<String> a; } void g() { a = new ArrayList<String>(); }");
    staysAsItIs("List<Object> a; void f(List<String> a) { this.a = new ArrayList<String>(); }");
  }
}
