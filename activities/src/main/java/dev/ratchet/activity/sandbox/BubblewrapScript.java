package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The shell script that enters the control groups, binds what is needed below a place that the
 * sandbox's user can reach (the data folder may lie in a home that it cannot), drops to that user,
 * and hands over to bubblewrap. It runs as root in a mount namespace of its own.
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

  String text() {
    StringBuilder script = new StringBuilder("set -eu\n");
    for (Path entrance : entrances) {
      script.append("echo $$ > ").append(quote(entrance.toString())).append('\n');
    }
    script.append("exec 9< ").append(quote(seccomp.toString())).append('\n');
    script.append("mount -t tmpfs -o size=1m,mode=755 ratchet /mnt\n");
    List<Bind> staged = new ArrayList<>();
    arguments.ownFiles().forEach((inside, lines) -> write(script, staged, inside, lines));
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
    List<String> argv = new ArrayList<>(dropped());
    argv.addAll(arguments.argv(staged));
    script.append("exec ");
    script.append(String.join(" ", argv.stream().map(BubblewrapScript::quote).toList()));
    return script.append('\n').toString();
  }

  private static void write(
      StringBuilder script, List<Bind> staged, String inside, List<String> lines) {
    String place = "/mnt/" + staged.size();
    script.append("printf '%s\\n'");
    for (String line : lines) {
      script.append(' ').append(quote(line));
    }
    script.append(" > ").append(place).append('\n');
    staged.add(new Bind(Path.of(place), inside));
  }

  private static List<String> dropped() {
    String user = Integer.toString(Inside.USER);
    return List.of(
        "env",
        "-i",
        "PATH=/usr/bin:/bin",
        "setpriv",
        "--reuid",
        user,
        "--regid",
        user,
        "--clear-groups",
        "--no-new-privs",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--ambient-caps=-all",
        "--pdeathsig",
        "KILL",
        "sh",
        "-c",
        STILL_OWNED,
        Long.toString(ProcessHandle.current().pid()));
  }

  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
