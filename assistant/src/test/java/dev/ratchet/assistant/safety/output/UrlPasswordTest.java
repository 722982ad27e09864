package dev.ratchet.assistant.safety.output;

import org.junit.jupiter.api.Test;

class UrlPasswordTest {
  private final OutputRuleCase urls = new OutputRuleCase(new UrlPassword());

  @Test
  void passwordsInAddressesGo() {
    urls.becomes("redis://me:hunter2@host:1/", "redis[url-password removed]host:1/");
  }

  @Test
  void addressesAndExamplesStay() {
    urls.leaves(
        "https://example.org:8080/a@b",
        "http://localhost:7420",
        "postgres://user:password@db",
        "redis://me:${PASSWORD}@host",
        "a: b // c@d",
        "x://");
  }
}
