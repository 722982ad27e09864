package dev.ratchet.benchmark.vectors;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Lines of the JDK's documentation comments, embedded with MiniLM: text that every JDK brings, with
 * the neighbourhoods of text. Kept in a file, because embedding takes minutes.
 */
final class EmbeddedLines {
  private static final int BATCH = 512;

  private EmbeddedLines() {}

  static List<float[]> of(int count, Path folder) throws IOException {
    Path file = folder.resolve("lines-" + count + ".f32");
    if (!Files.exists(file)) {
      write(lines(count), file);
    }
    return read(file, count);
  }

  private static void write(List<String> lines, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
      for (int from = 0; from < lines.size(); from += BATCH) {
        List<TextSegment> batch =
            lines.subList(from, Math.min(from + BATCH, lines.size())).stream()
                .map(TextSegment::from)
                .toList();
        for (var embedding : model.embedAll(batch).content()) {
          for (float value : embedding.vector()) {
            out.writeFloat(value);
          }
        }
        System.err.printf("\rembedded %d of %d lines", from + batch.size(), lines.size());
      }
      System.err.println();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<float[]> read(Path file, int count) throws IOException {
    List<float[]> vectors = new ArrayList<>(count);
    try (FileChannel channel = FileChannel.open(file)) {
      FloatBuffer floats =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).asFloatBuffer();
      int dimensions = floats.remaining() / count;
      for (int i = 0; i < count; i++) {
        float[] vector = new float[dimensions];
        floats.get(vector);
        vectors.add(vector);
      }
    }
    return vectors;
  }

  /** The same ones each time for the same JDK, in a random order. */
  private static List<String> lines(int count) throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
    try (ZipFile zip = new ZipFile(sources.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(".java")) {
          byte[] source = zip.getInputStream(entry).readAllBytes();
          new String(source, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> line.startsWith("* ") && line.length() > 40)
              .map(line -> line.substring(2).strip())
              .forEach(lines::add);
        }
      }
    }
    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, new Random(1));
    if (shuffled.size() < count) {
      throw new IOException(sources + " has only " + shuffled.size() + " such lines");
    }
    return shuffled.subList(0, count);
  }
}
