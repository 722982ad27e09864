package dev.ratchet.api.target;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
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
}
