package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands that talk to the api share. */
@Command(
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done; for a run: it completed, or there was nothing to do",
      " 1:refused; the message says why",
      " 2:the command line was not understood",
      " 3:the run found the target unusable",
      " 4:the run could only analyse: its baseline carries no trials",
      " 5:the run was stopped",
      " 6:the run failed",
      " 7:the system cannot be reached or started"
    })
abstract class ClientCommand implements Callable<Integer> {
  private final Gateway.Finder finder;
  final Output output;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder (default: RATCHET_DATA, else ~/.local/share/ratchet).")
  @Nullable Path data;

  @Option(names = "--json", description = "Print JSON for programs.")
  boolean json;

  ClientCommand(Gateway.Finder finder, Output output) {
    this.finder = finder;
    this.output = output;
  }

  /** Does it, and returns the exit code. */
  abstract int run();

  @Override
  public final Integer call() {
    try {
      return run();
    } catch (CommandFailure failure) {
      return fail(failure.exitCode(), String.valueOf(failure.getMessage()));
    } catch (ApiRefusal refusal) {
      return fail(refusal.exitCode(), String.valueOf(refusal.getMessage()));
    }
  }

  private int fail(int exitCode, String message) {
    output.err().println("ratchet: " + Output.harmless(message));
    output.err().flush();
    return exitCode;
  }

  Gateway gateway() {
    return finder.at(data);
  }

  /** To the system that runs; the caller closes it. */
  ApiClient api() {
    return new ApiClient(
        gateway()
            .running()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCodes.UNREACHABLE,
                        "no system is running on this data folder: start it with ratchet up")));
  }

  static ObjectNode body() {
    return ApiClient.JSON.createObjectNode();
  }

  static String runs(String id) {
    return "/api/v1/runs/" + ApiClient.part(id);
  }

  static String improvements(String id) {
    return "/api/v1/improvements/" + ApiClient.part(id);
  }
}
