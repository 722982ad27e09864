package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MendTest {
  @TempDir Path settings;

  @Test
  void namesTheSettingThatIsInTheWay() throws Exception {
    assertThat(Mend.line(settings)).contains("docs/sandbox.md");
    set("kernel/apparmor_restrict_unprivileged_userns", "1");
    assertThat(Mend.line(settings)).contains("apparmor_parser").doesNotContain("\n");
    set("kernel/unprivileged_userns_clone", "0");
    assertThat(Mend.line(settings)).isEqualTo("sysctl -w kernel.unprivileged_userns_clone=1");
    set("user/max_user_namespaces", "0");
    assertThat(Mend.line(settings)).isEqualTo("sysctl -w user.max_user_namespaces=10000");
  }

  @Test
  void tellsAnUmaskThatShutsTheSandboxOut() throws Exception {
    Path status = settings.resolve("status");
    Files.writeString(status, "Name:\tjava\nUmask:\t0077\n");
    assertThat(Mend.closed(status)).isTrue();
    Files.writeString(status, "Name:\tjava\nUmask:\t0022\n");
    assertThat(Mend.closed(status)).isFalse();
  }

  private void set(String name, String value) throws Exception {
    Path file = settings.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }
}
