package dev.ratchet.activity.repository;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.repository.RepositoryActivities;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Repository activities on JGit. Thread-safe; runs on one target exclude each other by the target's
 * lock.
 */
public final class JGitRepositoryActivities implements RepositoryActivities {
  private final DataFolder data;
  private final ObjectStore objects;
  private final ApprovalCheck approvals;
  private final Runnable admission;
  private final Predicate<String> openRun;

  /**
   * @param admission called before every change of a branch; throws while the emergency stop is
   *     engaged
   * @param openRun whether a run's workflow is open; a lock of one that is not is taken over
   */
  public JGitRepositoryActivities(
      DataFolder data, ObjectStore objects, Runnable admission, Predicate<String> openRun) {
    this.data = data;
    this.objects = objects;
    this.approvals = new ApprovalCheck(data.approvalKey());
    this.admission = admission;
    this.openRun = openRun;
  }

  /** The mirror of a target; the caller closes it. */
  public static Mirror mirror(DataFolder data, Target target) {
    return Mirror.open(data.mirrors().resolve(target.name() + ".git"));
  }

  private Backup backup(Target target) {
    return new Backup(objects, data.mirrors().resolve(target.name() + ".backup"));
  }

  @Override
  public Opening openTarget(OpenTarget request) {
    admission.run();
    try (Mirror mirror = mirror(data, request.target())) {
      Origin origin = new Origin(request.target().location());
      restore(mirror, request.target(), origin);
      Optional<Opening> busy = lock(mirror, request);
      if (busy.isPresent()) {
        return busy.get();
      }
      Opening opening = open(mirror, origin, request);
      if (opening instanceof Opening.Unusable) {
        new Ledger(mirror).unlock(request.runId());
      }
      return opening;
    } catch (Origin.Unusable e) {
      return new Opening.Unusable(e.code(), e.why());
    }
  }

  private void restore(Mirror mirror, Target target, Origin origin) throws Origin.Unusable {
    Backup backup = backup(target);
    if (backup.ahead(mirror)) {
      origin.fetch(mirror);
      backup.restore(mirror);
    }
  }

  private Optional<Opening> lock(Mirror mirror, OpenTarget request) {
    Ledger ledger = new Ledger(mirror);
    Optional<String> holder = ledger.holder();
    if (holder.isPresent() && holder.get().equals(request.runId())) {
      return Optional.empty();
    }
    boolean held = holder.isPresent() && openRun.test(holder.get());
    if (!held && ledger.lock(holder, request.runId())) {
      return Optional.empty();
    }
    String by = holder.orElse("another run");
    if (request.waitForLock()) {
      throw ApplicationFailure.newBuilder()
          .setMessage("waits for " + by + " on " + request.target().name())
          .setType(Failures.TARGET_BUSY)
          .setNextRetryDelay(Duration.ofSeconds(2))
          .build();
    }
    return Optional.of(
        new Opening.Unusable(
            "busy", by + " works on " + request.target().name() + "; wait for it or stop it"));
  }

  private static Opening open(Mirror mirror, Origin origin, OpenTarget request) {
    Target target = request.target();
    try {
      Optional<String> current = origin.fetch(mirror);
      if (current.isEmpty()) {
        return new Opening.Unusable(
            "empty-repository", target.location() + " has no commit yet; make the first one");
      }
      String branch = target.branch() == null ? current.get() : target.branch();
      Optional<String> start = mirror.ref(Origin.HEADS + branch);
      if (start.isEmpty()) {
        return new Opening.Unusable(
            "no-such-branch", target.location() + " has no branch '" + branch + "'");
      }
      TargetSettings settings = SettingsDetector.detect(mirror, start.get());
      Optional<Path> tree = origin.checkedOut(settings.improvementsBranch());
      if (tree.isPresent()) {
        return new Opening.Unusable(
            "branch-checked-out",
            "the branch "
                + settings.improvementsBranch()
                + " is checked out in "
                + tree.get()
                + "; check out another branch there");
      }
      if (settings.improvementsBranch().equals(branch)) {
        return new Opening.Unusable(
            "bad-settings",
            target.location()
                + ": ratchet.yml: 'branch' must be another one than "
                + branch
                + ", from which the improvements start");
      }
      return base(mirror, start.get(), settings);
    } catch (Origin.Unusable e) {
      return new Opening.Unusable(e.code(), target.location() + ": " + e.why());
    } catch (RatchetYml.Invalid e) {
      return new Opening.Unusable("bad-settings", target.location() + ": " + e.getMessage());
    }
  }

  private static Opening base(Mirror mirror, String start, TargetSettings settings)
      throws Origin.Unusable, RatchetYml.Invalid {
    Optional<String> tip = mirror.ref(Origin.HEADS + settings.improvementsBranch());
    String base = tip.isEmpty() ? start : new BaseRevision(mirror).of(start, tip.get());
    mirror.set("refs/heads/" + settings.improvementsBranch(), ObjectId.fromString(base));
    // The settings are the base branch's: the improvements branch cannot loosen them.
    return new Opening.Opened(base, mirror.tree(base), tip.orElse(null), settings);
  }

  @Override
  public void closeTarget(Target target, String runId) {
    try (Mirror mirror = mirror(data, target)) {
      Ledger ledger = new Ledger(mirror);
      if (ledger.holder().filter(runId::equals).isPresent()) {
        ledger.unlock(runId);
      }
    }
  }

  @Override
  public void saveRollbackPoints(StackMove move) {
    admission.run();
    try (Mirror mirror = mirror(data, move.target())) {
      for (Candidate candidate : move.candidates()) {
        mirror.set(
            Ledger.rollbackRef(candidate.improvementId()), ObjectId.fromString(candidate.base()));
      }
      backup(move.target()).save(mirror);
    }
  }

  @Override
  public void dropRollbackPoints(StackMove move) {
    admission.run();
    try (Mirror mirror = mirror(data, move.target())) {
      for (Candidate candidate : move.candidates()) {
        String ref = Ledger.rollbackRef(candidate.improvementId());
        mirror.ref(ref).ifPresent(id -> mirror.move(ref, id, null));
      }
      backup(move.target()).save(mirror);
    }
  }

  @Override
  public void advanceBranch(StackMove move) {
    admission.run();
    try (Mirror mirror = mirror(data, move.target())) {
      if (move.approvalRequired()) {
        approvals.check(move, mirror);
      }
      String ref = "refs/heads/" + move.branch();
      String at = mirror.ref(ref).orElse("");
      int next = position(move, at);
      if (next < 0) {
        throw moved(
            "the mirror's branch "
                + move.branch()
                + " is at "
                + at
                + " and not where the run left it");
      }
      for (Candidate candidate : move.candidates().subList(next, move.candidates().size())) {
        if (!mirror.move(ref, at, candidate.commit())) {
          throw moved("the mirror's branch " + move.branch() + " was moved meanwhile");
        }
        at = candidate.commit();
      }
    }
  }

  /** How many of the stack's candidates the branch has passed; -1 when it is elsewhere. */
  private static int position(StackMove move, String at) {
    if (at.equals(move.before())) {
      return 0;
    }
    for (int i = 0; i < move.candidates().size(); i++) {
      if (move.candidates().get(i).commit().equals(at)) {
        return i + 1;
      }
    }
    return -1;
  }

  @Override
  public void restoreBranch(StackMove move) {
    admission.run();
    try (Mirror mirror = mirror(data, move.target())) {
      String ref = "refs/heads/" + move.branch();
      mirror
          .ref(ref)
          .filter(at -> position(move, at) > 0)
          .ifPresent(at -> mirror.move(ref, at, move.before()));
    }
  }

  @Override
  public void publish(StackMove move) {
    admission.run();
    try (Mirror mirror = mirror(data, move.target())) {
      Origin origin = new Origin(move.target().location());
      if (published(mirror, origin, move).filter(move.tip()::equals).isEmpty()) {
        origin.move(mirror, move.branch(), move.publishedBefore(), move.tip());
      }
    } catch (Origin.Refused e) {
      throw ApplicationFailure.newNonRetryableFailure(
          e.getMessage(), e.moved() ? Failures.REF_MOVED : Failures.PUBLISH_REFUSED);
    } catch (Origin.Unusable e) {
      throw ApplicationFailure.newFailure(e.why(), e.code());
    }
  }

  private static Optional<String> published(Mirror mirror, Origin origin, StackMove move)
      throws Origin.Unusable {
    origin.fetch(mirror);
    return mirror.ref(Origin.HEADS + move.branch());
  }

  @Override
  public void unpublish(StackMove move) {
    admission.run();
    try (Mirror mirror = mirror(data, move.target())) {
      Origin origin = new Origin(move.target().location());
      Optional<String> at = published(mirror, origin, move);
      if (at.isEmpty() || !mirror.isAncestor(move.tip(), at.get())) {
        return;
      }
      if (at.get().equals(move.tip())) {
        origin.move(mirror, move.branch(), move.tip(), move.publishedBefore());
      } else if (!takesBack(mirror, move) || !mirror.isAncestor(move.before(), at.get())) {
        Optional<String> revert = new Revert(mirror).ofStack(move, at.get());
        if (revert.isPresent()) {
          origin.move(mirror, move.branch(), at.get(), revert.get());
        }
      }
    } catch (Origin.Refused e) {
      // Tried again until it works: what failed its verification must not stay.
      throw ApplicationFailure.newFailure(e.getMessage(), Failures.PUBLISH_REFUSED);
    } catch (Origin.Unusable e) {
      throw ApplicationFailure.newFailure(e.why(), e.code());
    }
  }

  /**
   * Whether the move goes back in history, as a rollback does: then every branch that still has
   * what was to go also has the tip, and having it does not tell that anything was published.
   */
  private static boolean takesBack(Mirror mirror, StackMove move) {
    return mirror.isAncestor(move.tip(), move.before());
  }

  @Override
  public void recordImprovement(Improvement improvement, Instant at) {
    Target target = new Target(improvement.target(), improvement.target(), null, false);
    try (Mirror mirror = mirror(data, target)) {
      new Ledger(mirror).record(improvement, at);
      backup(target).save(mirror);
    }
  }

  @Override
  public void rememberFailure(RememberedFailure failure) {
    try (Mirror mirror = mirror(data, failure.target())) {
      new Ledger(mirror).remember(failure);
      backup(failure.target()).save(mirror);
    }
  }

  @Override
  public void recordRun(RunSummary summary) {
    Target target = new Target(summary.target(), summary.target(), null, false);
    try (Mirror mirror = mirror(data, target)) {
      new Ledger(mirror).record(summary);
      backup(target).save(mirror);
    }
  }

  @Override
  public RollbackPlan planRollback(Target target, String improvementId, String requestId) {
    OpenTarget request = new OpenTarget(target, requestId, Principal.ENGINE, true);
    try (Mirror mirror = mirror(data, target)) {
      Origin origin = new Origin(target.location());
      restore(mirror, target, origin);
      lock(mirror, request);
      origin.fetch(mirror);
      RollbackPlan plan = new Rollback(mirror).plan(target, improvementId, requestId);
      if (plan instanceof RollbackPlan.Impossible) {
        new Ledger(mirror).unlock(requestId);
      }
      return plan;
    } catch (Origin.Unusable e) {
      return new RollbackPlan.Impossible(e.code(), e.why());
    }
  }

  @Override
  public StackMove prepareRollback(RollbackPlan plan, Principal by, Instant at) {
    if (!(plan instanceof RollbackPlan.Possible possible)) {
      throw new IllegalArgumentException("nothing to prepare: " + plan);
    }
    try (Mirror mirror = mirror(data, possible.target())) {
      return new Rollback(mirror).prepare(possible, by, at);
    }
  }

  @Override
  public List<RunSummary> readRuns(Target target, int limit) {
    try (Mirror mirror = mirror(data, target)) {
      return new Ledger(mirror).runs(limit);
    }
  }

  @Override
  public @Nullable Improvement readImprovement(Target target, String improvementId) {
    try (Mirror mirror = mirror(data, target)) {
      return new Ledger(mirror).improvement(improvementId).orElse(null);
    }
  }

  private static ApplicationFailure moved(String message) {
    return ApplicationFailure.newNonRetryableFailure(message, Failures.REF_MOVED);
  }
}
