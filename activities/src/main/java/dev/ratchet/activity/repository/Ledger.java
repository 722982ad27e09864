package dev.ratchet.activity.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.repository.RepositoryActivities.RememberedFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.notes.NoteMap;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What Ratchet knows of a target, kept in the mirror's own refs so that it goes where the mirror
 * goes:
 *
 * <pre>
 * refs/ratchet/lock               the run that holds the target
 * refs/ratchet/runs/RUN           its closing summary
 * refs/ratchet/improvements/ID    an improvement's latest state
 * refs/ratchet/candidates/ID      its candidate's commit, so that no clean-up takes it
 * refs/ratchet/rollback/ID        the branch before the improvement was applied
 * refs/ratchet/failures/KEY       a change that failed, by proposer and normalised syntax
 * refs/notes/ratchet              the same improvement as a note on its candidate's commit
 * </pre>
 */
public final class Ledger {
  static final String PREFIX = "refs/ratchet/";
  static final String NOTES = "refs/notes/ratchet";
  static final String LOCK = PREFIX + "lock";

  private static final ObjectMapper JSON = Payloads.mapper();

  private final Mirror mirror;

  public Ledger(Mirror mirror) {
    this.mirror = mirror;
  }

  static String rollbackRef(String improvementId) {
    return PREFIX + "rollback/" + improvementId;
  }

  void record(Improvement improvement, Instant at) {
    byte[] json = json(improvement);
    ObjectId blob = mirror.insertBlob(json);
    mirror.set(PREFIX + "improvements/" + improvement.id(), blob);
    Candidate candidate = improvement.candidate();
    if (candidate != null) {
      ObjectId commit = ObjectId.fromString(candidate.commit());
      mirror.set(PREFIX + "candidates/" + improvement.id(), commit);
      note(commit, blob, at);
    }
  }

  private void note(ObjectId commit, ObjectId blob, Instant at) {
    try (ObjectInserter inserter = mirror.repository().newObjectInserter();
        ObjectReader reader = mirror.repository().newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      Optional<String> tip = mirror.ref(NOTES);
      CommitBuilder commitOfNotes = new CommitBuilder();
      NoteMap notes = NoteMap.newEmptyMap();
      if (tip.isPresent()) {
        RevCommit parent = walk.parseCommit(ObjectId.fromString(tip.get()));
        notes = NoteMap.read(reader, parent);
        commitOfNotes.setParentId(parent);
      }
      if (blob.equals(notes.get(commit))) {
        return;
      }
      notes.set(commit, blob);
      commitOfNotes.setTreeId(notes.writeTree(inserter));
      PersonIdent who = new PersonIdent("Ratchet", "ratchet@localhost", at, ZoneOffset.UTC);
      commitOfNotes.setAuthor(who);
      commitOfNotes.setCommitter(who);
      commitOfNotes.setMessage("Note on " + commit.name());
      ObjectId id = inserter.insert(commitOfNotes);
      inserter.flush();
      if (!mirror.move(NOTES, tip.orElse(null), id.name())) {
        throw new IOException("notes are being changed by another process");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a note on " + commit.name(), e);
    }
  }

  Optional<Improvement> improvement(String id) {
    return read(PREFIX + "improvements/" + id, Improvement.class);
  }

  void record(RunSummary summary) {
    mirror.set(PREFIX + "runs/" + summary.runId(), mirror.insertBlob(json(summary)));
  }

  /** The latest runs, newest first. */
  List<RunSummary> runs(int limit) {
    return mirror.refs(PREFIX + "runs/").stream()
        .map(ref -> parse(ref, RunSummary.class))
        .sorted(Comparator.comparing(RunSummary::startedAt).reversed())
        .limit(limit)
        .toList();
  }

  void remember(RememberedFailure failure) {
    mirror.set(PREFIX + "failures/" + failure.syntaxKey(), mirror.insertBlob(json(failure)));
  }

  /** Why a change of this syntax failed before, if it did. */
  public Optional<RememberedFailure> failed(String syntaxKey) {
    return read(PREFIX + "failures/" + syntaxKey, RememberedFailure.class);
  }

  /** The run that holds the lock. */
  Optional<String> holder() {
    return mirror
        .ref(LOCK)
        .map(
            id -> new String(mirror.blob(ObjectId.fromString(id)), StandardCharsets.UTF_8).strip());
  }

  /**
   * Takes the lock from whom it is expected to be held by; false when somebody else was quicker.
   */
  boolean lock(Optional<String> from, String runId) {
    String blob = mirror.insertBlob((runId + "\n").getBytes(StandardCharsets.UTF_8)).name();
    String expected = from.map(this::lockBlob).orElse(null);
    return mirror.move(LOCK, expected, blob);
  }

  boolean unlock(String runId) {
    return mirror.move(LOCK, lockBlob(runId), null);
  }

  private String lockBlob(String runId) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter
          .idFor(Constants.OBJ_BLOB, (runId + "\n").getBytes(StandardCharsets.UTF_8))
          .name();
    }
  }

  private <T> Optional<T> read(String ref, Class<T> type) {
    return mirror.ref(ref).map(id -> parse(mirror.blob(ObjectId.fromString(id)), type));
  }

  private <T> T parse(Ref ref, Class<T> type) {
    return parse(mirror.blob(Objects.requireNonNull(ref.getObjectId())), type);
  }

  private static <T> T parse(byte[] json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a record of " + type.getSimpleName(), e);
    }
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write a " + value.getClass().getSimpleName(), e);
    }
  }
}
