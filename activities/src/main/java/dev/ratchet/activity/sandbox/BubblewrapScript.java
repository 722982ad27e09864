package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The shell script that enters the control groups, gathers what is bound, becomes the sandbox's
 * user, and hands over to bubblewrap. As root what is bound is gathered below a place that this
 * user can reach: the data folder may lie in a home that it cannot.
 */
final class BubblewrapScript {
  /**
   * The death of a parent that died before the signal was asked for is not signalled: so ask for
   * the signal first and then look whether the parent ($0) is still there.
   */
  private static final String STILL_OWNED =
      "read -r pid name state parent rest < /proc/$$/stat; [ \"$parent\" = \"$0\" ] || exit 1;"
          + " exec \"$@\"";

  private final BubblewrapArguments arguments;
  private final List<Path> entrances;
  private final Path seccomp;

  BubblewrapScript(
      SandboxCommand command, SandboxLimits limits, List<Path> entrances, Path seccomp) {
    this.arguments = new BubblewrapArguments(command, limits);
    this.entrances = entrances;
    this.seccomp = seccomp;
  }

  /** As root: in a mount namespace of its own, in which it binds and drops to another user. */
  String asRoot() {
    StringBuilder script = begin();
    script.append("mount -t tmpfs -o size=1m,mode=755 ratchet /mnt\n");
    List<Bind> staged = written(script, Path.of("/mnt"));
    for (Bind bind : arguments.binds()) {
      String place = "/mnt/" + staged.size();
      script
          .append(Files.isDirectory(bind.host()) ? "mkdir " : ": > ")
          .append(place)
          .append("; mount --bind ")
          .append(quote(bind.host().toString()))
          .append(' ')
          .append(place)
          .append('\n');
      staged.add(new Bind(Path.of(place), bind.inside()));
    }
    String user = Integer.toString(Inside.USER);
    return end(
        script,
        List.of(
            "--reuid",
            user,
            "--regid",
            user,
            "--clear-groups",
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--ambient-caps=-all"),
        List.of(),
        staged);
  }

  /**
   * As any user: what is bound is its own or everyone's, and the user namespace maps it to the
   * sandbox's.
   *
   * @param stage an empty folder for a few small files
   */
  String asUser(Path stage) {
    StringBuilder script = begin();
    List<Bind> staged = written(script, stage);
    staged.addAll(arguments.binds());
    String user = Integer.toString(Inside.USER);
    return end(script, List.of(), List.of("--uid", user, "--gid", user), staged);
  }

  private StringBuilder begin() {
    StringBuilder script = new StringBuilder("set -eu\n");
    for (Path entrance : entrances) {
      script.append("echo $$ > ").append(quote(entrance.toString())).append('\n');
    }
    return script.append("exec 9< ").append(quote(seccomp.toString())).append('\n');
  }

  private String end(
      StringBuilder script, List<String> drop, List<String> identity, List<Bind> staged) {
    List<String> argv =
        new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin", "setpriv", "--no-new-privs"));
    argv.addAll(drop);
    argv.addAll(List.of("--pdeathsig", "KILL", "sh", "-c", STILL_OWNED));
    argv.add(Long.toString(ProcessHandle.current().pid()));
    argv.addAll(arguments.argv(staged, identity));
    script.append("exec ");
    script.append(String.join(" ", argv.stream().map(BubblewrapScript::quote).toList()));
    return script.append('\n').toString();
  }

  private List<Bind> written(StringBuilder script, Path stage) {
    List<Bind> staged = new ArrayList<>();
    arguments.ownFiles().forEach((inside, lines) -> write(script, stage, staged, inside, lines));
    return staged;
  }

  private static void write(
      StringBuilder script, Path stage, List<Bind> staged, String inside, List<String> lines) {
    Path place = stage.resolve(Integer.toString(staged.size()));
    script.append("printf '%s\\n'");
    for (String line : lines) {
      script.append(' ').append(quote(line));
    }
    script.append(" > ").append(quote(place.toString())).append('\n');
    staged.add(new Bind(place, inside));
  }

  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
