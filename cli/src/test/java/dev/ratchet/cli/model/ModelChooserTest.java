package dev.ratchet.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ratchet.assistant.model.ModelDiscovery.Place;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelChooserTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private final List<Place> usual = new ArrayList<>();
  private final FakeFetch fetch = new FakeFetch();
  private FakeModel fake;
  private HttpServer server;
  private URI url = URI.create("http://nowhere");

  private static final class FakeFetch implements ModelChooser.Fetch {
    private boolean allowed = true;
    private boolean agreed = true;
    private boolean works = true;
    private int asked;
    private int runs;

    @Override
    public boolean allowed() {
      return allowed;
    }

    @Override
    public boolean agreed() {
      asked++;
      return agreed;
    }

    @Override
    public void run() {
      runs++;
      if (!works) {
        throw new ConfigException("no way out");
      }
    }
  }

  @BeforeEach
  void prepare() throws Exception {
    fake = new FakeModel(folder);
    usual.add(new Place("LM Studio", URI.create("http://127.0.0.1:1/v1")));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] models =
        "{\"data\":[{\"id\":\"qwen\"},{\"id\":\"gpt-oss-20b\"}]}".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/v1/models",
        exchange -> {
          exchange.sendResponseHeaders(200, models.length);
          exchange.getResponseBody().write(models);
          exchange.close();
        });
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ModelChoice choose() throws Exception {
    Config config = Config.load(new DataFolder(folder), environment, Map.of());
    return new ModelChooser(config, fake.model, usual, fetch, told::add).choose();
  }

  private void cache() throws Exception {
    Files.write(fake.model.path(), fake.content);
  }

  @Test
  void theFirstServerThatAnswers() throws Exception {
    usual.add(new Place("Ollama", url));
    cache();
    assertThat(choose()).isEqualTo(new ModelChoice.Server("Ollama", url, "gpt-oss-20b", 1, false));
    assertThat(fetch.asked).isZero();
  }

  @Test
  void aConfiguredServerIsAskedForTheConfiguredModel() throws Exception {
    environment.put("RATCHET_MODEL_URL", url.toString());
    environment.put("RATCHET_MODEL_NAME", "loaded-on-demand");
    environment.put("RATCHET_MODEL_SLOTS", "3");
    assertThat(choose())
        .isEqualTo(new ModelChoice.Server("configured", url, "loaded-on-demand", 3, true));
  }

  @Test
  void aConfiguredServerThatIsAwayIsReplacedByOneThatAnswers() throws Exception {
    environment.put("RATCHET_MODEL_URL", "http://127.0.0.1:2/v1");
    environment.put("RATCHET_MODEL_NAME", "mine");
    usual.add(new Place("Ollama", url));
    assertThat(choose()).isEqualTo(new ModelChoice.Server("Ollama", url, "qwen", 1, false));
    assertThat(told).containsExactly("no model at http://127.0.0.1:2/v1: nothing listens there");
  }

  @Test
  void aConfiguredServerIsWaitedForRatherThanFetchingAnother() throws Exception {
    environment.put("RATCHET_MODEL_URL", "http://127.0.0.1:2/v1/");
    cache();
    ModelChoice choice = choose();
    assertThat(choice.configuration()).isEqualTo("http://127.0.0.1:2/v1");
    assertThat(fetch.runs).isZero();
  }

  @Test
  void elseTheSmallLocalOneIsFetchedWhenAgreed() throws Exception {
    assertThat(choose()).isEqualTo(new ModelChoice.Local(fake.model));
    assertThat(fetch.runs).isEqualTo(1);
    cache();
    assertThat(choose().configuration()).isEqualTo("local");
    assertThat(fetch.runs).isEqualTo(1);
    assertThat(fetch.asked).isEqualTo(1);
  }

  @Test
  void withoutAgreementLmStudioMayStillCome() throws Exception {
    fetch.agreed = false;
    ModelChoice choice = choose();
    assertThat(choice.configuration()).isEmpty();
    assertThat(choice.line())
        .isEqualTo("model: gpt-oss-20b of LM Studio (once it answers) at http://127.0.0.1:1/v1");
    assertThat(fetch.runs).isZero();
  }

  @Test
  void aFailedFetchStopsOnlyWhoConfiguredIt() throws Exception {
    fetch.works = false;
    assertThat(choose().configuration()).isEmpty();
    assertThat(told).containsExactly("no way out; going on without a model");
    environment.put("RATCHET_MODEL_URL", "local");
    assertThatThrownBy(this::choose).isInstanceOf(ConfigException.class).hasMessage("no way out");
  }

  @Test
  void nothingIsFetchedWhereThatIsNotAllowed() throws Exception {
    fetch.allowed = false;
    assertThat(choose().configuration()).isEmpty();
    environment.put("RATCHET_MODEL_URL", "local");
    assertThat(choose()).isEqualTo(new ModelChoice.None());
    cache();
    assertThat(choose()).isEqualTo(new ModelChoice.Local(fake.model));
    assertThat(fetch.asked + fetch.runs).isZero();
  }

  @Test
  void noneAsksNobody() throws Exception {
    environment.put("RATCHET_MODEL_URL", "none");
    usual.add(new Place("Ollama", url));
    assertThat(choose()).isEqualTo(new ModelChoice.None());
    assertThat(told).isEmpty();
  }
}
