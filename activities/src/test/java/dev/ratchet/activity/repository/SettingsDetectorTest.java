package dev.ratchet.activity.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.BuildTool;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsDetectorTest {
  @TempDir Path temp;
  private GitFixture owner;

  @BeforeEach
  void repository() throws Exception {
    owner = new GitFixture(temp.resolve("owner"));
  }

  private TargetSettings detect() throws Exception {
    owner.commit("files");
    try (Mirror mirror = Mirror.open(temp.resolve("mirror.git"))) {
      new Origin(owner.folder.toString()).fetch(mirror);
      return SettingsDetector.detect(mirror, mirror.ref(Origin.HEADS + "main").orElseThrow());
    }
  }

  @Test
  void readsModulesFoldersAndLevels() throws Exception {
    owner
        .file(
            "pom.xml",
            """
            <project><properties><level>11</level><src>java</src></properties>
            <build><pluginManagement><plugins><plugin><artifactId>maven-compiler-plugin</artifactId>
            <configuration><release>${level}</release></configuration></plugin></plugins></pluginManagement></build>
            <modules><module>one</module><module>two/nested</module><module>gone</module></modules></project>
            """)
        .file(
            "one/pom.xml",
            """
            <project><build><sourceDirectory>${project.basedir}/src/${src}</sourceDirectory>
            <testSourceDirectory>tests</testSourceDirectory></build></project>
            """)
        .file("one/src/java/A.java", "class A {}")
        .file("one/tests/ATest.java", "class ATest {}")
        .file("two/nested/pom.xml", "<project/>")
        .file("two/nested/src/main/java/B.java", "class B {}");
    TargetSettings settings = detect();
    assertThat(settings.buildTool()).isEqualTo(BuildTool.MAVEN);
    assertThat(settings.languageLevel()).isEqualTo(11);
    assertThat(settings.sourceRoots()).containsExactly("one/src/java", "two/nested/src/main/java");
    assertThat(settings.testRoots()).contains("one/tests", "two/nested/src/test");
    assertThat(settings.approval()).isEqualTo(ApprovalPolicy.NONE);
  }

  private static final String JAVA_8 =
      "<project><properties><maven.compiler.release>8</maven.compiler.release></properties></project>";

  @Test
  void keepsToTheOldestJavaThatContinuousIntegrationCompilesFor() throws Exception {
    owner
        .file("pom.xml", JAVA_8)
        .file("src/main/java/A.java", "class A {}")
        .file(
            ".github/workflows/build.yml",
            """
            jobs:
              old:
                steps:
                  - uses: actions/checkout@v3
                  # once it was javac -source 1.4
                  - run: javac -source 1.6 -target 1.6 -d out src/main/java/*.java
              new:
                strategy:
                  matrix:
                    java: [ '8', 11, '21.0.4+7' ]
                  timeout-minutes: 3
                steps:
                  - with:
                      java-version: ${{ matrix.java }}
            """);
    TargetSettings settings = detect();
    assertThat(settings.languageLevel()).isEqualTo(8);
    assertThat(settings.sourceLevel()).isEqualTo(6);
    assertThat(settings.notes()).anyMatch(note -> note.contains("compiles for Java 6"));
  }

  @Test
  void aNewerJavaInContinuousIntegrationChangesNothing() throws Exception {
    owner
        .file("pom.xml", JAVA_8)
        .file("src/main/java/A.java", "class A {}")
        .file(".travis.yml", "language: java\njdk: [ 1.8, openjdk11 ]\n");
    TargetSettings settings = detect();
    assertThat(settings.sourceLevel()).isEqualTo(8);
    assertThat(settings.notes()).noneMatch(note -> note.contains("continuous integration"));
  }

  @Test
  void aLevelInRatchetYmlIsTheLastWord() throws Exception {
    owner
        .file("pom.xml", JAVA_8)
        .file("ratchet.yml", "language-level: 11\n")
        .file("src/main/java/A.java", "class A {}")
        .file(".github/workflows/build.yml", "  - with:\n      java-version: 6\n");
    assertThat(detect().sourceLevel()).isEqualTo(11);
  }

  @Test
  void modulesThatLeadOutOrInCirclesAreNotFollowed() throws Exception {
    owner
        .file(
            "pom.xml",
            """
            <project><modules><module>../other</module><module>/</module><module>/etc</module>
            <module>.</module><module></module></modules></project>
            """)
        .file("src/main/java/A.java", "class A {}");
    assertThat(detect().sourceRoots()).containsExactly("src/main/java");
  }

  @Test
  void refusesEntitiesAndDamagedPoms() throws Exception {
    owner
        .file(
            "pom.xml",
            "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project>&x;</project>")
        .file("A.java", "class A {}");
    assertThatThrownBy(this::detect)
        .isInstanceOf(RatchetYml.Invalid.class)
        .hasMessageContaining("pom.xml is not well-formed");
  }

  @Test
  void refusesABuildThatWouldNeverRun() throws Exception {
    owner
        .file("pom.xml", "<project/>")
        .file("ratchet.yml", "build: ./compile.sh\n")
        .file("src/main/java/A.java", "class A {}");
    assertThatThrownBy(this::detect)
        .isInstanceOf(RatchetYml.Invalid.class)
        .hasMessageContaining("'build' is only run together with 'test'");
  }

  @Test
  void mavenWinsOverGradleAndSaysSo() throws Exception {
    owner
        .file("pom.xml", "<project/>")
        .file("build.gradle.kts", "")
        .file("mvnw", "")
        .file("src/main/java/A.java", "class A {}");
    assertThat(detect().notes()).anyMatch(note -> note.contains("Maven is used"));
  }

  @Test
  void commandsMakeAnyBuildUsable() throws Exception {
    owner
        .file("build.gradle", "")
        .file("ratchet.yml", "build: [gradle, classes]\ntest: [gradle, test]\n")
        .file("lib/src/main/java/A.java", "class A {}");
    TargetSettings settings = detect();
    assertThat(settings.buildTool()).isEqualTo(BuildTool.COMMANDS);
    assertThat(settings.sourceRoots()).containsExactly("lib/src/main/java");
    assertThat(settings.allowedPaths()).containsExactly("lib/src/main/java/**");
  }

  @Test
  void ratchetItselfAlwaysWaitsForAPerson() throws Exception {
    owner
        .file(
            "pom.xml",
            "<project><groupId>dev.ratchet</groupId><artifactId>ratchet</artifactId></project>")
        .file("ratchet.yml", "approval: none\n")
        .file("src/main/java/A.java", "class A {}");
    TargetSettings settings = detect();
    assertThat(settings.approval()).isEqualTo(ApprovalPolicy.ALL);
    for (String path :
        new String[] {
          "ratchet",
          ".ci/run",
          ".github/workflows/ci.yml",
          "activities/pom.xml",
          "pom.xml",
          "activities/src/main/java/dev/ratchet/activity/sandbox/Sandbox.java",
          "activities/src/main/java/dev/ratchet/activity/gate/Gate.java",
          "activities/src/main/java/dev/ratchet/activity/repository/ApprovalCheck.java",
          "platform/src/main/java/dev/ratchet/platform/access/Signature.java",
          "worker/src/main/java/dev/ratchet/worker/EmergencyGuard.java"
        }) {
      assertThat(Paths.matches(settings.protectedPaths(), path)).as(path).isTrue();
    }
  }

  @Test
  void saysWhatATrialWillNotSee() throws Exception {
    GitFixture other = new GitFixture(temp.resolve("other")).project();
    owner.file("pom.xml", "<project/>").file("src/main/java/A.java", "class A {}");
    owner.file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    owner.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        other.folder.toString(),
        "sub");
    assertThat(detect().notes())
        .anyMatch(note -> note.contains("submodule") && note.contains("sub"))
        .anyMatch(note -> note.contains("Git LFS"));
  }
}
