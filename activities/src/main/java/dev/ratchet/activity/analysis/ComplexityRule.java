package dev.ratchet.activity.analysis;

import net.sourceforge.pmd.lang.java.ast.ASTCompilationUnit;
import net.sourceforge.pmd.lang.java.ast.ASTExecutableDeclaration;
import net.sourceforge.pmd.lang.java.ast.ASTTypeDeclaration;
import net.sourceforge.pmd.lang.java.metrics.JavaMetrics;
import net.sourceforge.pmd.lang.java.rule.AbstractJavaRule;
import net.sourceforge.pmd.lang.metrics.MetricsUtil;

/**
 * Measures rather than complains: PMD makes a copy of each rule per thread, so that its report is
 * the only way out, and each method's figures become a violation of this rule.
 */
public final class ComplexityRule extends AbstractJavaRule {
  static final String NAME = "RatchetComplexity";

  public ComplexityRule() {
    setName(NAME);
    setMessage("{0}");
  }

  @Override
  public Object visit(ASTCompilationUnit unit, Object data) {
    long types = unit.descendants(ASTTypeDeclaration.class).crossFindBoundaries().count();
    asCtx(data).addViolation(unit, "types " + types);
    for (ASTExecutableDeclaration method :
        unit.descendants(ASTExecutableDeclaration.class).crossFindBoundaries()) {
      asCtx(data).addViolation(method, "method " + figures(method));
    }
    return data;
  }

  private static String figures(ASTExecutableDeclaration method) {
    return measure(JavaMetrics.CYCLO, method)
        + " "
        + measure(JavaMetrics.COGNITIVE_COMPLEXITY, method)
        + " "
        + method.getEnclosingType().getSimpleName()
        + "."
        + method.getName();
  }

  private static int measure(
      net.sourceforge.pmd.lang.metrics.Metric<ASTExecutableDeclaration, Integer> metric,
      ASTExecutableDeclaration method) {
    return metric.supports(method) ? MetricsUtil.computeMetric(metric, method) : 1;
  }
}
