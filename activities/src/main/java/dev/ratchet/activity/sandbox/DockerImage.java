package dev.ratchet.activity.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The image of all sandboxes: empty places for what containers bind from the host, two accounts,
 * and the host's bash as init, which may be executed and not read. Made here, so that no registry
 * is needed; named after its content.
 */
final class DockerImage {
  static final String INIT = "/init";

  private static final String REPOSITORY = "ratchet-sandbox";

  private final byte[] layer;
  private final String digest;

  private DockerImage(byte[] layer) {
    this.layer = layer;
    this.digest = digest(layer);
  }

  /**
   * @param bash the host's
   */
  static DockerImage of(Path bash) throws IOException {
    return new DockerImage(layer(Files.readAllBytes(bash)));
  }

  String name() {
    return REPOSITORY + ":" + digest.substring(0, 16);
  }

  /** Makes it where it is not there, or not there any more. */
  void ensure(DockerClient client) throws IOException {
    try {
      client.inspectImageCmd(name()).exec();
    } catch (NotFoundException absent) {
      client.loadImageCmd(new ByteArrayInputStream(archive())).exec();
      client.inspectImageCmd(name()).exec();
    }
  }

  /** As "docker load" reads it. */
  private byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      json(
          tar,
          "config.json",
          """
          {"architecture":"amd64","os":"linux","config":{},
           "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}
          """
              .formatted(digest));
      file(tar, "layer.tar", 0644, layer);
      json(
          tar,
          "manifest.json",
          """
          [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]
          """
              .formatted(name()));
    }
    return bytes.toByteArray();
  }

  private static byte[] layer(byte[] bash) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String folder :
          List.of("dev", "etc", "home", "home/sandbox", "in", "proc", "src", "sys", "usr")) {
        folder(tar, folder, 0755);
      }
      folder(tar, "tmp", 01777);
      for (String folder : List.of("bin", "sbin", "lib", "lib64")) {
        TarArchiveEntry link = new TarArchiveEntry(folder, TarConstants.LF_SYMLINK);
        link.setLinkName("usr/" + folder);
        link.setModTime(0);
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      file(tar, "etc/passwd", 0644, lines(Inside.PASSWD));
      file(tar, "etc/group", 0644, lines(Inside.GROUP));
      file(tar, INIT.substring(1), 0711, bash);
    }
    return bytes.toByteArray();
  }

  private static void folder(TarArchiveOutputStream tar, String name, int mode) throws IOException {
    put(tar, new TarArchiveEntry(name + "/"), mode, new byte[0]);
  }

  private static void json(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    file(tar, name, 0644, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void file(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    put(tar, new TarArchiveEntry(name), mode, content);
  }

  private static void put(
      TarArchiveOutputStream tar, TarArchiveEntry entry, int mode, byte[] content)
      throws IOException {
    entry.setMode(mode);
    entry.setModTime(0);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] lines(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
