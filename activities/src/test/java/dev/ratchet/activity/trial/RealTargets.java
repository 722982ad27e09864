package dev.ratchet.activity.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.Tools;
import dev.ratchet.activity.repository.JGitRepositoryActivities;
import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.sandbox.Sandboxes;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.repository.RepositoryActivities.OpenTarget;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import java.nio.file.Path;
import java.util.List;

/** Everything that trials need, on a real target and the real sandbox. */
public final class RealTargets {
  public final DataFolder data;
  public final Target target;
  public final Opening.Opened opened;
  public final Workbench workbench;
  public final ObjectStore objects;

  public RealTargets(Path temp, String name, Path repository) throws Exception {
    data = new DataFolder(temp.resolve("data"));
    objects = new ObjectStore(data.objects());
    target = new Target(name, repository.toString(), null, false);
    Sandboxes.Probe probe = Sandboxes.probe(data.sandboxes(), data.cache(), "auto");
    assertThat(probe).isInstanceOf(Sandboxes.Probe.Available.class);
    Sandbox sandbox = ((Sandboxes.Probe.Available) probe).sandbox();
    Tools tools = new Tools(Path.of(System.getProperty("ratchet.tools")));
    workbench =
        new Workbench(
            data,
            sandbox,
            tools,
            new Baselines(data.cache(), objects),
            Path.of(System.getProperty("user.home"), ".m2", "settings.xml"));
    Opening opening =
        new JGitRepositoryActivities(data, objects, () -> {}, run -> false)
            .openTarget(new OpenTarget(target, name + "-1", Principal.ENGINE, false));
    assertThat(opening).isInstanceOf(Opening.Opened.class);
    opened = (Opening.Opened) opening;
  }

  public SandboxTrialActivities trials() {
    return new SandboxTrialActivities(workbench, objects, List.of(), () -> Progress.NONE);
  }
}
