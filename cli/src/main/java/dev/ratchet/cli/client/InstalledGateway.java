package dev.ratchet.cli.client;

import dev.ratchet.cli.UpCommand;
import dev.ratchet.cli.supervisor.SystemState;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way to the system of a data folder on this machine; or to one elsewhere, when RATCHET_URL
 * says where and RATCHET_TOKEN_FILE holds a token for it.
 */
public final class InstalledGateway implements Gateway {
  private final DataFolder data;
  private final Map<String, String> environment;

  InstalledGateway(DataFolder data, Map<String, String> environment) {
    this.data = data;
    this.environment = environment;
  }

  /**
   * @param data null for the usual data folder
   */
  public static Gateway at(@Nullable Path data) {
    Map<String, String> environment = System.getenv();
    return new InstalledGateway(
        data == null ? Config.dataFolder(environment) : new DataFolder(data), environment);
  }

  @Override
  public boolean elsewhere() {
    return !url().isEmpty();
  }

  private String url() {
    return environment.getOrDefault("RATCHET_URL", "");
  }

  @Override
  public Optional<Endpoint> running() {
    if (elsewhere()) {
      return Optional.of(at(url()));
    }
    return SystemState.running(data)
        .flatMap(state -> Optional.ofNullable(state.addresses().get("api")))
        .map(address -> new Endpoint(URI.create(address), token(data.adminToken())));
  }

  private Endpoint at(String url) {
    URI uri;
    try {
      uri = URI.create(url.endsWith("/") ? url : url + "/");
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCodes.UNREACHABLE, "RATCHET_URL is no address: " + url);
    }
    String file = environment.getOrDefault("RATCHET_TOKEN_FILE", "");
    return new Endpoint(uri, token(file.isEmpty() ? data.adminToken() : Path.of(file)));
  }

  @Override
  public Endpoint ensureUp() {
    if (!elsewhere()) {
      try {
        UpCommand.ensureUp(
            data,
            Map.of(),
            line -> {
              System.err.println(line);
              System.err.flush();
            });
      } catch (IOException e) {
        throw new CommandFailure(ExitCodes.UNREACHABLE, "the system cannot be started: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(130, "interrupted");
      }
    }
    return running()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCodes.UNREACHABLE, "the system is not up: see ratchet status"));
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCodes.UNREACHABLE, "no token: %s cannot be read".formatted(file));
    }
  }

  @Override
  public DataFolder data() {
    return data;
  }
}
