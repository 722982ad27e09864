package dev.ratchet.cli.model;

import dev.ratchet.assistant.model.ModelDiscovery.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which models there are.
 *
 * @param configured model.url
 * @param inUse address of the server that the running system uses; empty when there is none
 */
public record ModelReport(
    String configured, String inUse, List<ServerView> servers, LocalView local) {

  /**
   * @param problem why it does not count; empty when it answers
   */
  public record ServerView(String name, String url, List<String> models, String problem) {
    static ServerView of(Answer answer) {
      String url = answer.place().baseUrl().toString();
      return switch (answer) {
        case Answer.Offers offers ->
            new ServerView(offers.place().name(), url, offers.server().models(), "");
        case Answer.Silent silent ->
            new ServerView(silent.place().name(), url, List.of(), silent.why());
      };
    }

    String line() {
      String found =
          problem.isEmpty()
              ? models.size() + (models.size() == 1 ? " model: " : " models: ") + first()
              : problem;
      return String.format(Locale.ROOT, "%-12s %-28s %s", name, url, found);
    }

    private String first() {
      String first = String.join(", ", models.subList(0, Math.min(SHOWN, models.size())));
      return models.size() > SHOWN ? first + ", …" : first;
    }
  }

  private static final int SHOWN = 8;

  /**
   * @param process state of its server in the running system; empty when it does not run
   */
  public record LocalView(
      String id, String title, String path, long bytes, long fetchedBytes, String process) {
    static LocalView of(LocalModel model, Optional<String> process) {
      long bytes = model.file().bytes();
      return new LocalView(
          model.file().id(),
          model.file().title(),
          model.path().toString(),
          bytes,
          model.present() ? bytes : model.fetchedBytes(),
          process.orElse(""));
    }

    public boolean fetched() {
      return fetchedBytes == bytes;
    }

    public String state() {
      if (!process.isEmpty()) {
        return "its server is " + process;
      }
      return fetched()
          ? "fetched, not running"
          : String.format(
              Locale.ROOT,
              "%,.0f of %,.0f MB fetched; ./ratchet model pull",
              fetchedBytes / 1e6,
              bytes / 1e6);
    }
  }

  public static ModelReport of(
      String configured,
      Optional<String> inUse,
      List<Answer> answers,
      LocalModel model,
      Optional<String> process) {
    return new ModelReport(
        configured,
        inUse.orElse(""),
        answers.stream().map(ServerView::of).toList(),
        LocalView.of(model, process));
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    servers.forEach(server -> lines.add(server.line()));
    lines.add(String.format(Locale.ROOT, "%-12s %-28s %s", "local", local.id(), local.state()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-12s %s",
            "in use",
            inUse.isEmpty() ? "nothing: no system is up, or it is up without a model" : inUse));
    lines.add(
        String.format(
            Locale.ROOT, "%-12s %s", "model.url", configured.isEmpty() ? "(auto)" : configured));
    return lines;
  }
}
