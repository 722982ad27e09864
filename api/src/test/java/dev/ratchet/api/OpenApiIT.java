package dev.ratchet.api;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.http.Route;
import dev.ratchet.api.testing.RunningApi;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OpenApiIT {
  @TempDir static Path folder;
  static RunningApi api;
  static JsonNode document;

  @BeforeAll
  static void start() {
    api = new RunningApi(folder);
    document = json(api.get("/openapi.json"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void isOpenApi31AndNamesEveryOperationOnce() {
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    List<String> ids = document.findValuesAsText("operationId");
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(15);
  }

  @Test
  void holdsEveryRouteThatIsServed() {
    Set<String> served = new TreeSet<>();
    for (Route route : api.api.routes()) {
      served.add(route.method().name().toLowerCase(Locale.ROOT) + " " + route.path());
    }
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void promisesNothingThatIsNotServed() {
    for (String operation : documented()) {
      String method = operation.substring(0, operation.indexOf(' ')).toUpperCase(Locale.ROOT);
      String path =
          operation.substring(operation.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", "no-1");
      int status =
          api.send(
                  HttpRequest.newBuilder(api.uri(path))
                      .method(method, HttpRequest.BodyPublishers.noBody()))
              .statusCode();
      boolean open = document.at(pointer(operation) + "/security").isMissingNode();
      assertThat(status).as(operation).isEqualTo(open ? 200 : 401);
    }
  }

  @Test
  void refersOnlyToSchemasThatItHas() {
    List<String> references = new ArrayList<>(new TreeSet<>(document.findValuesAsText("$ref")));
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void tellsWhatABodyMustHold() {
    JsonNode order = document.at("/components/schemas/TargetOrder");
    assertThat(order.path("required")).hasSize(1);
    assertThat(order.at("/required/0").asText()).isEqualTo("location");
    assertThat(document.at("/components/schemas/Verdict/oneOf")).hasSize(3);
    assertThat(document.at("/components/schemas/VerdictRejected/properties/type/const").asText())
        .isEqualTo("Rejected");
  }

  private static List<String> documented() {
    List<String> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> operations.add(method + " " + path.getKey())));
    return operations;
  }

  private static String pointer(String operation) {
    int space = operation.indexOf(' ');
    String path = operation.substring(space + 1).replace("/", "~1");
    return "/paths/" + path + "/" + operation.substring(0, space);
  }
}
