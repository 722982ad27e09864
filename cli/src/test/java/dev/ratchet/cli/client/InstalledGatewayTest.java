package dev.ratchet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledGatewayTest {
  @TempDir Path folder;

  @Test
  void findsNothingWhereNothingRuns() {
    Gateway gateway = new InstalledGateway(new DataFolder(folder), Map.of());
    assertThat(gateway.elsewhere()).isFalse();
    assertThat(gateway.running()).isEmpty();
  }

  @Test
  void goesElsewhereWhenTold() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "rat_x_y\n");
    Map<String, String> environment =
        Map.of("RATCHET_URL", "http://there:7420", "RATCHET_TOKEN_FILE", token.toString());
    Gateway gateway = new InstalledGateway(new DataFolder(folder), environment);
    assertThat(gateway.elsewhere()).isTrue();
    Gateway.Endpoint endpoint = gateway.ensureUp();
    assertThat(endpoint.api()).hasToString("http://there:7420/");
    assertThat(endpoint.token()).isEqualTo("rat_x_y");
    Map<String, String> tokenless = Map.of("RATCHET_URL", "http://there:7420");
    assertThatThrownBy(() -> new InstalledGateway(new DataFolder(folder), tokenless).running())
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("admin-token");
  }
}
