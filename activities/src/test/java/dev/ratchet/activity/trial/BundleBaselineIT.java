package dev.ratchet.activity.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ratchet.domain.Baseline;
import dev.ratchet.workflow.trial.TrialActivities.BaselineRequest;
import dev.ratchet.workflow.trial.TrialActivities.TestRequest;
import dev.ratchet.workflow.trial.TrialActivities.TestTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real repository, given by the system property ratchet.targets: a folder with
 * json-java.bundle.
 */
class BundleBaselineIT {
  @TempDir Path temp;

  @Test
  void measuresJsonJavaAndTriesItsOwnBase() throws Exception {
    Path bundle = Path.of(System.getProperty("ratchet.targets", "none"), "json-java.bundle");
    assumeTrue(Files.exists(bundle), "no bundle; give -Dratchet.targets=FOLDER");
    Path clone = temp.resolve("json java");
    new ProcessBuilder("git", "clone", "-q", bundle.toString(), clone.toString())
        .inheritIO()
        .start()
        .waitFor();
    RealTargets real = new RealTargets(temp, "json-java", clone);
    SandboxTrialActivities trials = real.trials();
    BaselineRequest request =
        new BaselineRequest(real.target, "json-java-1", real.opened.base(), real.opened.settings());
    Baseline baseline = trials.measureBaseline(request);
    assertThat(baseline.message()).isEmpty();
    assertThat(baseline.status()).isEqualTo(Baseline.Status.GREEN);
    assertThat(baseline.tests().total()).isEqualTo(789);
    BaselineDetails details = real.workbench.details(baseline);
    assertThat(details.coveredLines()).containsKey("src/main/java/org/json/JSONObject.java");
    assertThat(trials.measureBaseline(request)).isEqualTo(baseline);
    TestTrial trial =
        trials.testCommit(
            new TestRequest(
                real.target,
                "json-java-1",
                real.opened.base(),
                real.opened.settings(),
                baseline,
                true));
    assertThat(trial).isInstanceOf(TestTrial.Passed.class);
    System.out.println(
        "baseline "
            + baseline.tests()
            + " trial "
            + trial.elapsed()
            + " flaky "
            + baseline.flaky()
            + " cp "
            + details.modules());
  }
}
