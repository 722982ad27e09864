package dev.ratchet.activity.proposal;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.analysis.Fixes;
import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.activity.analysis.SourceText;
import dev.ratchet.activity.proposal.Editor.Edits;
import dev.ratchet.activity.repository.Ledger;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.domain.Candidate;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal.NotProposed;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal.Proposed;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import dev.ratchet.workflow.repository.RepositoryActivities.RememberedFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes candidate commits in a target's mirror. Thread-safe. */
public final class Proposals {
  private final ObjectStore objects;
  private final List<Editor> editors;
  private final Fixes fixes;
  private final FindingIds findings;

  /**
   * @param findings names the findings that an optimization is about
   */
  public Proposals(ObjectStore objects, List<Editor> editors, Fixes fixes, FindingIds findings) {
    this.objects = objects;
    this.editors = List.copyOf(editors);
    this.fixes = fixes;
    this.findings = findings;
  }

  /** Finds the ids of the findings that an optimization is about, always in the same order. */
  @FunctionalInterface
  public interface FindingIds {
    List<String> of(ProposalRequest request, Mirror mirror, Progress progress)
        throws InterruptedException;
  }

  /** Makes the candidate, or says why there is none. */
  public Proposal propose(ProposalRequest request, Mirror mirror, Progress progress)
      throws InterruptedException {
    String proposer = request.optimization().proposer();
    Optional<Editor> editor = editors.stream().filter(e -> e.makes(proposer)).findFirst();
    Optional<Fix> fix = fixes.find(proposer);
    if (editor.isEmpty() || fix.isEmpty()) {
      return new NotProposed("nothing-left", "no proposer here is called " + proposer);
    }
    Edits edits = editor.get().edit(request, mirror, progress);
    if (edits.contents().isEmpty()) {
      return none(edits);
    }
    String syntaxKey = SyntaxKey.of(proposer, texts(request, mirror, edits), edits.changedLines());
    Optional<RememberedFailure> failure = new Ledger(mirror).failed(syntaxKey);
    if (failure.isPresent()) {
      return new NotProposed(
          "failed-before",
          "the same change of the same code failed as "
              + failure.get().improvementId()
              + ": "
              + failure.get().reason());
    }
    List<String> ids = findings.of(request, mirror, progress);
    String message = new CommitMessage(request, fix.get(), edits, ids).text();
    return proposed(request, mirror, edits, message, syntaxKey);
  }

  private static NotProposed none(Edits edits) {
    if (edits.notCovered() > 0) {
      return new NotProposed(
          "not-covered",
          edits.notCovered() == 1
              ? "no test of the baseline runs the place to change"
              : "no test of the baseline runs the " + edits.notCovered() + " places to change");
    }
    return edits.reserved() > 0
        ? new NotProposed(
            "left-to-a-person",
            "a reason is written at the place, a library may write it, or a line would get too long")
        : new NotProposed("nothing-left", "there is nothing to change in the files any more");
  }

  private static Map<String, String> texts(ProposalRequest request, Mirror mirror, Edits edits) {
    Map<String, String> texts = new TreeMap<>();
    edits
        .contents()
        .keySet()
        .forEach(
            path ->
                texts.put(
                    path,
                    SourceText.of(path, mirror.read(request.base(), path).orElseThrow()).text()));
    return texts;
  }

  private Proposed proposed(
      ProposalRequest request, Mirror mirror, Edits edits, String message, String syntaxKey) {
    String commit = mirror.commit(request.base(), edits.contents(), message, request.at());
    byte[] diff = mirror.diff(request.base(), commit);
    List<String> lines = new String(diff, StandardCharsets.ISO_8859_1).lines().toList();
    Candidate candidate =
        new Candidate(request.improvementId(), request.base(), commit, mirror.tree(commit));
    return new Proposed(
        candidate,
        edits.contents().keySet().stream().sorted().toList(),
        count(lines, "+", "+++ "),
        count(lines, "-", "--- "),
        objects.put(diff),
        syntaxKey,
        message.lines().findFirst().orElseThrow());
  }

  private static int count(List<String> lines, String sign, String header) {
    return (int)
        lines.stream().filter(line -> line.startsWith(sign) && !line.startsWith(header)).count();
  }
}
