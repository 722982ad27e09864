package dev.ratchet.activity.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Baselines that were measured, by target, tree and settings; a cache whose details lie in the
 * object store.
 */
public final class Baselines {
  private static final ObjectMapper JSON = Payloads.mapper();

  private final Path cache;
  private final ObjectStore objects;

  public Baselines(Path cache, ObjectStore objects) {
    this.cache = cache.resolve("baselines");
    this.objects = objects;
  }

  Optional<Baseline> find(Target target, String tree, String settings) {
    Path file = file(target, tree, settings);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Baseline baseline = JSON.readValue(file.toFile(), Baseline.class);
      String details = baseline.details();
      boolean whole = details == null || objects.get(details).isPresent();
      return whole ? Optional.of(baseline) : Optional.empty();
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  void keep(Target target, String settings, Baseline baseline) {
    Path file = file(target, baseline.tree(), settings);
    try {
      Files.createDirectories(file.getParent());
      Path draft = Files.createTempFile(file.getParent(), "baseline", ".new");
      JSON.writeValue(draft.toFile(), baseline);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the baseline " + file, e);
    }
  }

  private Path file(Target target, String tree, String settings) {
    return cache.resolve(target.name()).resolve(tree + "-" + settings + ".json");
  }

  String store(BaselineDetails details) {
    try {
      return objects.put(JSON.writeValueAsBytes(details));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write baseline details", e);
    }
  }

  /**
   * The full record of a baseline.
   *
   * @throws IllegalStateException when it has none, or it has expired
   */
  public BaselineDetails details(Baseline baseline) {
    String digest = baseline.details();
    byte[] json =
        Optional.ofNullable(digest)
            .flatMap(objects::get)
            .orElseThrow(
                () -> new IllegalStateException("the baseline's details are gone: " + digest));
    try {
      return JSON.readValue(json, BaselineDetails.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the baseline's details " + digest, e);
    }
  }
}
