package dev.ratchet.activity.proposal;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.analysis.ErrorProneRun;
import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.activity.analysis.SourceText;
import dev.ratchet.activity.proposal.UnifiedPatch.Change;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.trial.BaselineDetails;
import dev.ratchet.activity.trial.CompilerMessages;
import dev.ratchet.activity.trial.Modules.Module;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Error Prone's own fixes: its patch mode writes a diff in the sandbox, and we apply what of it
 * belongs to the optimization, exactly; what does not fit is left out.
 */
public final class ErrorProneEditor implements Editor {
  private static final String PREFIX = "error-prone:";
  private static final String PATCH = "/tmp/error-prone.patch";

  private final Workbench workbench;
  private final Map<String, Fix> fixes = new TreeMap<>();

  /**
   * @param fixes those of Error Prone's checks
   */
  public ErrorProneEditor(Workbench workbench, List<Fix> fixes) {
    this.workbench = workbench;
    fixes.forEach(fix -> this.fixes.put(fix.proposer(), fix));
  }

  @Override
  public boolean makes(String proposer) {
    return fixes.containsKey(proposer);
  }

  @Override
  public Edits edit(ProposalRequest request, Mirror mirror, Progress progress)
      throws InterruptedException {
    String check = check(request);
    return workbench.inPlace(
        place -> {
          Map<String, List<Change>> patches = patches(request, mirror, check, place, progress);
          return edits(request, mirror, patches);
        });
  }

  /** By path in the repository. */
  private Map<String, List<Change>> patches(
      ProposalRequest request, Mirror mirror, String check, Path place, Progress progress)
      throws IOException, InterruptedException {
    ErrorProneRun run =
        new ErrorProneRun(workbench, request.target(), request.baseline(), request.settings());
    Path sources = ErrorProneRun.checkout(mirror, request.base(), place);
    List<String> paths = request.optimization().files();
    Map<String, List<Change>> patches = new TreeMap<>();
    int number = 0;
    for (Module module : run.modules(paths)) {
      List<String> files = ErrorProneRun.files(module, paths);
      Path output = place.resolve("out" + number++);
      String flags = "-Xep:" + check + ":WARN -XepPatchChecks:" + check + " -XepPatchLocation:/tmp";
      progress.report(
          "Error Prone's fixes of " + check + " in " + module.sourceRoot(),
          Map.of("module", module.sourceRoot()));
      SandboxRun ended = run.run(sources, module, files, flags, List.of(PATCH), output, progress);
      Path patch = output.resolve(PATCH.substring(1));
      if (CompilerMessages.errors(ended).isEmpty() && Files.isRegularFile(patch)) {
        String text = new String(Files.readAllBytes(patch), StandardCharsets.UTF_8);
        UnifiedPatch.read(text).forEach((name, changes) -> patches.put(path(name), changes));
      }
    }
    patches.keySet().retainAll(paths);
    return patches;
  }

  /** The patch names files relative to its own folder. */
  private static String path(String name) {
    Path inside = Path.of("/tmp").resolve(name).normalize();
    Path root = Path.of("/src");
    return inside.startsWith(root) ? root.relativize(inside).toString() : name;
  }

  private Edits edits(ProposalRequest request, Mirror mirror, Map<String, List<Change>> patches) {
    Fix fix = fixes.get(request.optimization().proposer());
    boolean equivalent = fix != null && fix.equivalent();
    Map<String, byte[]> contents = new HashMap<>();
    Map<String, int[]> lines = new HashMap<>();
    int occurrences = 0;
    int notCovered = 0;
    int reserved = 0;
    for (Map.Entry<String, List<Change>> patch : patches.entrySet()) {
      String path = patch.getKey();
      SourceText file = SourceText.of(path, mirror.read(request.base(), path).orElseThrow());
      if (!file.charset().equals(StandardCharsets.UTF_8)) {
        // javac read replacement characters here: its patch is not of this file.
        continue;
      }
      List<Change> all =
          patch.getValue().stream().map(Tidy::tidy).map(new Leftovers(file.lines())::with).toList();
      List<Change> changes = new Reserve(file.text()).without(check(request), all);
      reserved += count(all) - count(changes);
      List<Change> kept = equivalent ? changes : covered(request, file, changes);
      int places = count(kept);
      notCovered += count(changes) - places;
      if (places == 0 && !(equivalent && !kept.isEmpty())) {
        continue;
      }
      List<Change> smallest = new Imports(file.lines()).smallest(kept);
      String edited = new LineEdit(file.text()).apply(smallest);
      if (!edited.equals(file.text())) {
        contents.put(path, edited.getBytes(StandardCharsets.UTF_8));
        lines.put(path, smallest.stream().mapToInt(Change::line).toArray());
        occurrences += Math.max(1, places);
      }
    }
    return new Edits(contents, lines, occurrences, notCovered, reserved);
  }

  private static String check(ProposalRequest request) {
    return request.optimization().proposer().substring(PREFIX.length());
  }

  private static int count(List<Change> changes) {
    return (int) changes.stream().filter(change -> !Imports.isOfImports(change)).count();
  }

  /** What tests run of the changes; those of imports go along. */
  private List<Change> covered(ProposalRequest request, SourceText file, List<Change> changes) {
    if (request.baseline().details() == null) {
      return List.of();
    }
    BaselineDetails details = workbench.details(request.baseline());
    CoveredCode code = new CoveredCode(file.text(), line -> details.covers(file.path(), line));
    List<Change> covered = new ArrayList<>();
    for (Change change : changes) {
      if (Imports.isOfImports(change) || code.covers(change.line(), change.lastLine())) {
        covered.add(change);
      }
    }
    return covered;
  }
}
