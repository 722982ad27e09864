package dev.ratchet.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the root packages, and what workflow code must not do. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ratchet");

  @Test
  void theArrowsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.ratchet..")
        .layer("domain")
        .definedBy("dev.ratchet.domain..")
        .layer("platform")
        .definedBy("dev.ratchet.platform..")
        .layer("workflow")
        .definedBy("dev.ratchet.workflow..")
        .layer("faiss")
        .definedBy("dev.ratchet.faiss..")
        .layer("assistant")
        .definedBy("dev.ratchet.assistant..")
        .layer("activity")
        .definedBy("dev.ratchet.activity..")
        .layer("api")
        .definedBy("dev.ratchet.api..")
        .layer("worker")
        .definedBy("dev.ratchet.worker..")
        .layer("cli")
        .definedBy("dev.ratchet.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("worker")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("api")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("activity")
        .mayOnlyBeAccessedByLayers("worker", "cli")
        .whereLayer("assistant")
        .mayOnlyBeAccessedByLayers("activity", "api", "worker", "cli")
        .whereLayer("faiss")
        .mayOnlyBeAccessedByLayers("assistant")
        .whereLayer("workflow")
        .mayOnlyBeAccessedByLayers("activity", "api", "worker", "cli")
        .whereLayer("platform")
        .mayOnlyBeAccessedByLayers("assistant", "activity", "api", "worker", "cli")
        .check(CLASSES);
  }

  @Test
  void workflowCodeHasNoClockNoRandomNoThreadAndNoInputOrOutput() {
    noClasses()
        .that(
            describe(
                "are workflow implementations or help them", ArchitectureTest::runsInWorkflows))
        .should()
        .dependOnClassesThat(
            describe("are not deterministic", ArchitectureTest::isNotDeterministic))
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .check(CLASSES);
  }

  @Test
  void workflowCodeHasNoMutableStatics() {
    noFields()
        .that()
        .areDeclaredInClassesThat(describe("are workflow code", ArchitectureTest::runsInWorkflows))
        .and()
        .areStatic()
        .should()
        .notHaveModifier(JavaModifier.FINAL)
        .check(CLASSES);
  }

  /** How processes reach Temporal is no workflow code, and neither is how records become JSON. */
  private static boolean runsInWorkflows(JavaClass type) {
    return type.getPackageName().startsWith("dev.ratchet.workflow")
        && !type.getPackageName().startsWith("dev.ratchet.workflow.connection")
        && !type.getName().startsWith("dev.ratchet.workflow.Payloads");
  }

  private static boolean isNotDeterministic(JavaClass type) {
    String name = type.getName();
    return name.equals("java.lang.Thread")
        || name.equals("java.util.Random")
        || name.equals("java.security.SecureRandom")
        || name.equals("java.util.concurrent.ThreadLocalRandom")
        || name.startsWith("java.util.concurrent.Executor")
        || name.startsWith("java.nio.file.")
        || name.startsWith("java.net.")
        || (name.startsWith("java.io.") && !name.equals("java.io.Serializable"));
  }
}
