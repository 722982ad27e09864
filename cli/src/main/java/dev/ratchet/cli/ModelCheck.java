package dev.ratchet.cli;

import dev.ratchet.cli.Prerequisites.Check;
import dev.ratchet.cli.model.ModelReport;
import dev.ratchet.cli.model.ModelReport.LocalView;
import dev.ratchet.cli.model.ModelReport.ServerView;

/**
 * The state of the model server, for doctor. No model is no fault; a configured one's silence is.
 */
final class ModelCheck {
  private static final String NAME = "model";

  private ModelCheck() {}

  static Check of(ModelReport report) {
    return switch (report.configured()) {
      case "none" -> Check.good(NAME, "none, as configured");
      case "local" -> local(report.local());
      case "" ->
          report.local().process().isEmpty()
              ? report.servers().stream()
                  .filter(server -> server.problem().isEmpty())
                  .findFirst()
                  .map(ModelCheck::server)
                  .orElseGet(() -> local(report.local()))
              : local(report.local());
      default -> server(report.servers().getFirst());
    };
  }

  private static Check server(ServerView server) {
    String where = server.name() + " at " + server.url();
    return server.problem().isEmpty()
        ? Check.good(NAME, where + ", " + server.models().size() + " models")
        : new Check(
            NAME,
            false,
            where + ": " + server.problem(),
            "start it, or choose another: ./ratchet model use");
  }

  private static Check local(LocalView local) {
    String found = local.title() + ", " + local.state();
    return local.process().equals("given-up")
        ? new Check(NAME, false, found, "./ratchet logs model says why")
        : Check.good(NAME, found);
  }
}
