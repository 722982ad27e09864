package dev.ratchet.activity.trial;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.Tools;
import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.sandbox.SandboxCommand;
import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import dev.ratchet.activity.sandbox.SandboxCommand.Scratch;
import dev.ratchet.activity.sandbox.SandboxLimits;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.BuildTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a target's build with all its tests in the sandbox: Maven by our own Maven, anything else by
 * the commands of ratchet.yml.
 */
final class TargetBuild {
  /** Room for the dependencies of a large build. */
  private static final long REPOSITORY_BYTES = 3L << 30;

  /**
   * Checks that are no tests, and plug-ins that would need what is not there: a change is judged by
   * the gates and the tests.
   */
  private static final List<String> SKIPPED =
      List.of(
          "rat.skip",
          "checkstyle.skip",
          "spotbugs.skip",
          "pmd.skip",
          "cpd.skip",
          "japicmp.skip",
          "jacoco.skip",
          "enforcer.skip",
          "maven.javadoc.skip",
          "maven.source.skip",
          "gpg.skip",
          "animal.sniffer.skip",
          "license.skip",
          "spotless.check.skip",
          "cyclonedx.skip");

  /**
   * Maven's own default, whatever the target's maven.config says: locks in files cannot be taken in
   * a repository that is read-only.
   */
  private static final String LOCKS_IN_MEMORY =
      " -Daether.syncContext.named.factory=rwlock-local"
          + " -Daether.syncContext.named.nameMapper=gav";

  private static final String CLASS_PATH_GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

  private final Sandbox sandbox;
  private final Tools tools;
  private final Path userSettings;

  TargetBuild(Sandbox sandbox, Tools tools, Path userSettings) {
    this.sandbox = sandbox;
    this.tools = tools;
    this.userSettings = userSettings;
  }

  /**
   * @param repository read-only dependency repository; null to fetch with network into a new one
   * @param coverage whether lines are recorded
   * @param place an empty folder for what is needed and what comes out
   */
  BuildRun run(
      Path sources,
      TargetSettings settings,
      @Nullable Path repository,
      boolean coverage,
      Path place,
      Progress progress)
      throws InterruptedException {
    try {
      Path conf = Files.createDirectories(place.resolve("conf"));
      Files.writeString(conf.resolve("settings.xml"), MavenSettings.filtered(userSettings));
      List<Bind> binds = new ArrayList<>();
      binds.add(new Bind(tools.maven(), "/tools/maven"));
      binds.add(new Bind(conf, "/tools/conf"));
      binds.add(new Bind(tools.jacocoAgent(), "/tools/jacocoagent.jar"));
      List<Scratch> scratch = new ArrayList<>();
      if (repository == null) {
        scratch.add(new Scratch("/m2", REPOSITORY_BYTES));
      } else {
        binds.add(new Bind(repository, "/m2"));
      }
      Map<String, String> environment = new HashMap<>(settings.environment());
      environment.put("JAVA_TOOL_OPTIONS", coverage ? agent(sources, settings) : "");
      Integer release = settings.jdk();
      if (release != null) {
        use(jdk(release), binds, environment);
      }
      SandboxCommand command =
          new SandboxCommand(
              List.of("sh", "-c", script(settings, repository == null)),
              sources,
              binds,
              scratch,
              environment,
              repository == null,
              collect(settings, repository == null, coverage),
              place.resolve("out"));
      return Watch.over(sandbox, command, limits(settings), progress);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare a build in " + place, e);
    }
  }

  private static Path jdk(int release) {
    return Jdks.ofThisMachine()
        .find(release)
        .orElseThrow(() -> new IllegalStateException("JDK " + release + " is gone"));
  }

  private static void use(Path jdk, List<Bind> binds, Map<String, String> environment)
      throws IOException {
    Path home = jdk.toRealPath();
    if (!home.startsWith("/usr")) {
      binds.add(new Bind(home, home.toString()));
    }
    environment.put("JAVA_HOME", home.toString());
    environment.put("PATH", home + "/bin:/usr/bin:/bin");
  }

  static SandboxLimits limits(TargetSettings settings) {
    return SandboxLimits.defaults().withTime(settings.budget().buildTime());
  }

  private static String script(TargetSettings settings, boolean network) {
    if (settings.buildTool() == BuildTool.COMMANDS) {
      List<String> commands = new ArrayList<>(settings.build());
      commands.addAll(settings.test());
      return "set -e\n" + String.join("\n", commands);
    }
    StringBuilder maven =
        new StringBuilder("sh /tools/maven/bin/mvn -B -ntp -s /tools/conf/settings.xml");
    maven.append(" -Dmaven.repo.local=/m2 -Dmaven.test.failure.ignore=true -Dstyle.color=never");
    maven.append(LOCKS_IN_MEMORY);
    SKIPPED.forEach(name -> maven.append(" -D").append(name).append("=true"));
    if (!network) {
      maven.append(" -o");
    }
    maven.append(" test");
    // The class paths are needed by javac and the analysers; the plug-in is fetched with the rest.
    maven
        .append(" ")
        .append(CLASS_PATH_GOAL)
        .append(" -Dmdep.outputFile=target/ratchet.classpath -Dmdep.includeScope=compile");
    return maven.toString();
  }

  private static List<String> collect(TargetSettings settings, boolean network, boolean coverage) {
    List<String> collect = new ArrayList<>();
    for (String depth : List.of("", "/*", "/*/*", "/*/*/*")) {
      String target = "/src" + depth + (settings.buildTool() == BuildTool.MAVEN ? "/target" : "");
      if (settings.buildTool() == BuildTool.MAVEN) {
        collect.add(target + "/surefire-reports");
        collect.add(target + "/failsafe-reports");
        collect.add(target + "/ratchet.classpath");
        if (coverage) {
          collect.add(target + "/classes");
        }
      } else {
        collect.add(target + "/TEST-*.xml");
        collect.add(target + "/test-results");
      }
    }
    if (coverage) {
      collect.add("/tmp/jacoco.exec");
    }
    if (network) {
      collect.add("/m2");
    }
    return collect;
  }

  private static String agent(Path sources, TargetSettings settings) throws IOException {
    return "-javaagent:/tools/jacocoagent.jar=destfile=/tmp/jacoco.exec,append=true,includes="
        + String.join(":", packages(sources, settings));
  }

  /** Patterns of the target's own classes, so that Maven and the libraries are not instrumented. */
  private static Set<String> packages(Path sources, TargetSettings settings) throws IOException {
    Set<String> patterns = new LinkedHashSet<>();
    for (String root : settings.sourceRoots()) {
      Path folder = sources.resolve(root);
      if (Files.isDirectory(folder)) {
        try (var files = Files.walk(folder)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(file -> folder.relativize(file.getParent()).toString().replace('/', '.'))
              .forEach(name -> patterns.add(name.isEmpty() ? "*" : name + ".*"));
        }
      }
    }
    return shortest(patterns);
  }

  /**
   * Drops patterns that a shorter one covers: the agent's argument must not grow with the target.
   */
  private static Set<String> shortest(Set<String> patterns) {
    Set<String> kept = new LinkedHashSet<>();
    patterns.stream()
        .sorted((a, b) -> Integer.compare(a.length(), b.length()))
        .filter(
            pattern ->
                kept.stream().noneMatch(k -> pattern.startsWith(k.substring(0, k.length() - 1))))
        .forEach(kept::add);
    return kept;
  }
}
