package dev.ratchet.activity.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What one container is made of, and what it may do. */
final class DockerContainer {
  /** Its value is the container's name, which tells the process that owns it. */
  static final String OWNER_LABEL = "dev.ratchet.owner";

  private static final long MIB = 1 << 20;
  private static final String INIT = script();

  private final String name;
  private final SandboxCommand command;
  private final SandboxLimits limits;
  private final Inside inside;

  DockerContainer(String name, SandboxCommand command, SandboxLimits limits) {
    this.name = name;
    this.command = command;
    this.limits = limits;
    this.inside = new Inside(command, limits);
  }

  void create(DockerClient client, DockerImage image) {
    client
        .createContainerCmd(image.name())
        .withName(name)
        .withLabels(Map.of(OWNER_LABEL, name))
        .withEntrypoint(entrypoint())
        .withUser(Inside.USER + ":" + Inside.USER)
        .withHostName("sandbox")
        .withWorkingDir("/src")
        .withStdinOpen(true)
        .withStdInOnce(true)
        .withAttachStdin(true)
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withTty(false)
        .withHostConfig(host())
        .exec();
  }

  /** Privileged mode (-p), so that no variable makes init run something first. */
  private List<String> entrypoint() {
    List<String> entrypoint =
        new ArrayList<>(List.of(DockerImage.INIT, "-p", "-c", INIT, "init", "/usr/bin/env", "-i"));
    inside.environment().forEach((key, value) -> entrypoint.add(key + "=" + value));
    entrypoint.addAll(List.of("/bin/sh", "-c", inside.script(), "sh"));
    entrypoint.addAll(command.argv());
    return entrypoint;
  }

  private HostConfig host() {
    long memory = limits.memoryBytes() + limits.fileBytes(command);
    HostConfig host =
        HostConfig.newHostConfig()
            .withMemory(memory)
            .withMemorySwap(memory)
            .withPidsLimit((long) limits.processes())
            .withCpuPeriod(100_000L)
            .withCpuQuota(limits.cpuPercent() * 1000L)
            .withReadonlyRootfs(true)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges", "seccomp=" + SeccompProfile.json()))
            .withIpcMode("private")
            .withShmSize(64 * MIB)
            // A daemon may have other defaults: the log would fill the host's disk, another init
            // would stand between ours and its container, and a core goes to the host's handler.
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
            .withInit(false)
            .withUlimits(List.of(new Ulimit("core", 0L, 0L)))
            .withMounts(mounts())
            .withTmpFs(tmpfs());
    return command.network()
        ? host.withNetworkMode("host")
        : host.withNetworkMode("none").withExtraHosts("sandbox:127.0.0.1");
  }

  /** What is bound twice to one place is so once, from where it was said last. */
  private List<Mount> mounts() {
    Map<String, Mount> mounts = new LinkedHashMap<>();
    List<Bind> binds = new ArrayList<>(List.of(new Bind(Path.of("/usr"), "/usr")));
    binds.addAll(inside.binds());
    for (Bind bind : binds) {
      mounts.put(
          bind.inside(),
          new Mount()
              .withType(MountType.BIND)
              .withSource(bind.host().toAbsolutePath().toString())
              .withTarget(bind.inside())
              .withReadOnly(true));
    }
    return List.copyOf(mounts.values());
  }

  private Map<String, String> tmpfs() {
    Map<String, String> tmpfs = new HashMap<>();
    String owner = ",uid=" + Inside.USER + ",gid=" + Inside.USER;
    inside
        .writable()
        .forEach((place, bytes) -> tmpfs.put(place, "rw,exec,nosuid,nodev,size=" + bytes + owner));
    tmpfs.put("/usr/local", "rw,nosuid,nodev,size=64k,mode=755");
    hardware().forEach(folder -> tmpfs.put(folder.toString(), "ro,size=4k"));
    return tmpfs;
  }

  /**
   * What /sys tells of the host, to be covered. The control group that init reads is left: it shows
   * the container's own only.
   */
  private static List<Path> hardware() {
    return Stream.concat(folders(Path.of("/sys")), folders(Path.of("/sys/fs")))
        .filter(folder -> !folder.endsWith("fs") && !folder.endsWith("cgroup"))
        .toList();
  }

  private static Stream<Path> folders(Path parent) {
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + parent, e);
    }
  }

  private static String script() {
    try (InputStream in = DockerContainer.class.getResourceAsStream("init.bash")) {
      if (in == null) {
        throw new IllegalStateException("init.bash is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read init.bash", e);
    }
  }
}
