package dev.ratchet.activity.repository;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.BuildTool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings of a target at a commit: ratchet.yml over what the build files say over defaults. */
final class SettingsDetector {
  static final String DEFAULT_BRANCH = "ratchet/improvements";

  /**
   * What a change must never touch, whatever ratchet.yml allows: it builds, judges or configures.
   */
  private static final List<String> PROTECTED =
      List.of(
          "ratchet.yml",
          ".git*",
          ".git*/**",
          ".ci/**",
          ".mvn/**",
          "mvnw*",
          "**/pom.xml",
          "**/build.gradle*",
          "**/settings.gradle*",
          "gradlew*",
          "Makefile",
          "LICENSE*",
          "NOTICE*");

  /** Ratchet's own judges: see the architecture's section "Itself". */
  private static final List<String> PROTECTED_IN_RATCHET =
      List.of(
          "ratchet",
          "docker-compose.yml",
          "tools/**",
          "**/activity/sandbox/**",
          "**/activity/gate/**",
          "**/activity/trial/**",
          "**/activity/repository/**",
          "**/worker/*Guard*.java",
          "**/platform/access/**",
          "**/platform/control/**",
          "**/workflow/control/**");

  private SettingsDetector() {}

  static TargetSettings detect(Mirror mirror, String commit)
      throws RatchetYml.Invalid, Origin.Unusable {
    Optional<byte[]> file = mirror.read(commit, RatchetYml.PATH);
    RatchetYml yml = RatchetYml.parse(file.orElse(new byte[0]));
    Optional<MavenModel> maven = MavenModel.read(mirror, commit);
    Set<String> paths = mirror.files(commit).keySet();
    if (paths.stream().noneMatch(path -> path.endsWith(".java"))) {
      throw new Origin.Unusable(
          "no-java", "there are no Java sources in it; Ratchet improves Java code only");
    }
    List<String> test = yml.list("test").orElse(List.of());
    if (test.isEmpty() && yml.list("build").isPresent()) {
      throw new RatchetYml.Invalid(
          "'build' is only run together with 'test'; without both, Maven builds and tests");
    }
    if (maven.isEmpty() && test.isEmpty()) {
      throw new Origin.Unusable(
          "no-build-tool",
          "there is no pom.xml at its root; say in ratchet.yml which commands build and test it"
              + " (keys 'build' and 'test', leaving JUnit XML)");
    }
    int level = yml.languageLevel().orElse(maven.map(MavenModel::languageLevel).orElse(0));
    int lowest =
        yml.languageLevel().isPresent()
            ? level
            : Math.min(level, CiLevels.lowest(mirror, commit, paths).orElse(level));
    List<String> notes = unseen(mirror, commit);
    if (lowest < level) {
      notes.add(
          "its continuous integration compiles for Java "
              + lowest
              + ": what needs more is not proposed ('language-level' in ratchet.yml decides)");
    }
    return settings(yml, maven, test, paths, file.isPresent(), level, lowest, notes);
  }

  private static TargetSettings settings(
      RatchetYml yml,
      Optional<MavenModel> maven,
      List<String> test,
      Set<String> paths,
      boolean fromFile,
      int level,
      int lowest,
      List<String> unseen)
      throws RatchetYml.Invalid {
    BuildTool tool = test.isEmpty() ? BuildTool.MAVEN : BuildTool.COMMANDS;
    boolean self = maven.map(MavenModel::self).orElse(false);
    List<String> sourceRoots = sourceRoots(maven, paths);
    List<String> testRoots = testRoots(maven, paths);
    Set<String> protectedPaths = new LinkedHashSet<>(PROTECTED);
    protectedPaths.addAll(yml.globs("protect").orElse(List.of()));
    if (self) {
      protectedPaths.addAll(PROTECTED_IN_RATCHET);
    }
    return new TargetSettings(
        tool,
        yml.list("build").orElse(List.of()),
        test,
        yml.list("benchmark").orElse(List.of()),
        yml.jdk().orElse(null),
        level,
        lowest,
        yml.globs("allow").orElse(sourceRoots.stream().map(root -> root + "/**").toList()),
        List.copyOf(protectedPaths),
        testRoots,
        sourceRoots,
        yml.branch().orElse(DEFAULT_BRANCH),
        self ? ApprovalPolicy.ALL : yml.approval().orElse(ApprovalPolicy.NONE),
        yml.budget(),
        yml.environment(),
        notes(tool, maven.isPresent(), paths, fromFile, self, unseen));
  }

  private static List<String> sourceRoots(Optional<MavenModel> maven, Set<String> paths) {
    return maven
        .map(model -> existing(model.sourceRoots(), paths))
        .filter(roots -> !roots.isEmpty())
        .orElseGet(() -> rootsNamed("src/main/java", paths));
  }

  private static List<String> testRoots(Optional<MavenModel> maven, Set<String> paths) {
    Set<String> roots = new LinkedHashSet<>(maven.map(MavenModel::testRoots).orElse(List.of()));
    roots.addAll(rootsNamed("src/test", paths));
    return List.copyOf(roots);
  }

  private static List<String> existing(List<String> roots, Set<String> paths) {
    return roots.stream()
        .filter(root -> paths.stream().anyMatch(path -> path.startsWith(root + "/")))
        .toList();
  }

  private static List<String> rootsNamed(String name, Set<String> paths) {
    Set<String> roots = new LinkedHashSet<>();
    for (String path : paths) {
      int at = ("/" + path).indexOf("/" + name + "/");
      if (at >= 0) {
        roots.add(path.substring(0, at + name.length()));
      }
    }
    return List.copyOf(roots);
  }

  /** What is in the repository and not in a trial. */
  private static List<String> unseen(Mirror mirror, String commit) {
    List<String> notes = new ArrayList<>();
    List<String> submodules = mirror.submodules(commit);
    if (!submodules.isEmpty()) {
      notes.add("submodules are left out of trials: " + String.join(", ", submodules));
    }
    String attributes =
        new String(
            mirror.read(commit, ".gitattributes").orElse(new byte[0]), StandardCharsets.UTF_8);
    if (attributes.contains("filter=lfs")) {
      notes.add("files in Git LFS are only their pointers in trials");
    }
    return notes;
  }

  private static List<String> notes(
      BuildTool tool,
      boolean maven,
      Set<String> paths,
      boolean fromFile,
      boolean self,
      List<String> unseen) {
    List<String> notes = new ArrayList<>();
    notes.add(
        fromFile
            ? "settings from ratchet.yml and the build files"
            : "settings detected; there is no ratchet.yml");
    boolean gradle = paths.stream().anyMatch(path -> path.matches("build\\.gradle(\\.kts)?"));
    if (maven && gradle && tool == BuildTool.MAVEN) {
      notes.add("it has builds for Maven and Gradle; Maven is used");
    }
    if (paths.contains("mvnw") && tool == BuildTool.MAVEN) {
      notes.add("its Maven wrapper is not run; Ratchet's own Maven is");
    }
    if (self) {
      notes.add("this is Ratchet's own source: every improvement waits for a person");
    }
    notes.addAll(unseen);
    return notes;
  }
}
