package dev.ratchet.api.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://alice:secret@host/x.git",
        "https://secret@host/x.git",
        "https://alice:secret@git_server/x.git",
        "https://alice:sec@ret@host/x.git",
        "ssh://alice:secret@git_server/x.git",
        "ssh://alice%3Asecret@host/x.git"
      })
  void refusesCredentialsWhateverTheHostIsCalled(String location) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Location.check(location, null))
        .withMessageContaining("must hold no credentials")
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/x",
        "https://git_server/x.git",
        "ssh://git@git_server:22/x",
        "git@host:x/y.git",
        "file:///srv/x"
      })
  void takesLocationsWithoutCredentials(String location) {
    assertThatCode(() -> Location.check(location, null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/JSON-java, json-java",
    "/srv/commons-lang-3, commons-lang3",
    "https://host/a/x_2.git, x2",
    "/srv/Über Größe, ber-gr-e",
    "/, target"
  })
  void makesNamesThatNoRunHas(String location, String name) {
    assertThat(Location.name(location)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json-2", "a-b-10"})
  void refusesNamesThatRunsMayHave(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TargetOrder("/srv/x", name, null, null))
        .withMessageContaining("must not end in '-' and digits");
  }
}
