package dev.ratchet.activity.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.type.Type;
import org.junit.jupiter.api.Test;

class VariablesTest {
  /** The types of what "use" is called with, in order; "?" where it cannot be told. */
  private static String types(String text) {
    CompilationUnit unit = RuleAnalyzer.parse(text).orElseThrow();
    Variables variables = new Variables(unit);
    return unit.findAll(MethodCallExpr.class).stream()
        .filter(call -> call.getNameAsString().equals("use"))
        .map(call -> variables.type(call.getArgument(0)).map(Type::asString).orElse("?"))
        .reduce("", (a, b) -> a + (a.isEmpty() ? "" : " ") + b);
  }

  @Test
  void findsTheInnermost() {
    assertThat(
            types(
                """
                class A {
                  F x;
                  void a() { use(x); L x = null; use(x); use(this.x); use(other.x); }
                  void b(P x) { use(x); }
                  void c() {
                    { L x = null; use(x); }
                    use(x);
                    for (I x = null; ; ) use(x);
                  }
                  void d() {
                    for (E x : use(x)) { use(x); }
                    try (R x = null) { use(x); } catch (C x) { use(x); } finally { use(x); }
                    g((G x) -> use(x));
                    switch (0) { case 1: S x = null; use(x); case 2: use(x); }
                  }
                }
                """))
        .isEqualTo("F L F ? P L F I F E R C F G S S");
  }

  @Test
  void looksInOuterClassesUnlessTheInnerOneMayInherit() {
    assertThat(
            types(
                """
                class A {
                  F x;
                  class B { void f() { use(x); } }
                  class C extends D { void f() { use(x); } }
                  enum E { A; void f() { use(x); } }
                  record R(int x) { void f() { use(x); } }
                  Object o = new Object() { void f() { use(x); } };
                  Object p = new Object() { G x; void f() { use(x); use(this.x); } };
                }
                class Z extends A { void f() { use(x); use(this.x); } }
                """))
        .isEqualTo("F ? ? ? ? G G ? ?");
  }

  @Test
  void doesNotFollowPatternsAndStaticImports() {
    assertThat(types("class A { F x; void f(Object o) { if (o instanceof P x) { use(x); } } }"))
        .isEqualTo("?");
    assertThat(types("import static b.B.x; class A { void f() { use(x); } }")).isEqualTo("?");
    assertThat(types("class A { void f(P... x) { use(x); } }")).isEqualTo("?");
  }

  @Test
  void aDeclarationIsNotSeenBeforeItself() {
    assertThat(types("class A { F x; void f() { int a = use(x), x = 1; } }")).isEqualTo("F");
    String other = "class A { F a; void f() { g(B.a, this.<T>g().a, super.a); } }";
    CompilationUnit unit = RuleAnalyzer.parse(other).orElseThrow();
    assertThat(unit.findAll(FieldAccessExpr.class))
        .hasSize(3)
        .allMatch(field -> new Variables(unit).type(field).isEmpty());
  }
}
