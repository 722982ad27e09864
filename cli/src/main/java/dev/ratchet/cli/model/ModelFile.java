package dev.ratchet.cli.model;

/**
 * A model as one file, known by its hash wherever it comes from.
 *
 * @param id what requests call it
 * @param title what people call it
 * @param fileName in the cache
 * @param sha256 in hexadecimal
 */
public record ModelFile(String id, String title, String fileName, long bytes, String sha256) {
  /** Apache-2.0; its hash as the makers' repository states it. */
  public static final ModelFile SMALL =
      new ModelFile(
          "qwen2.5-coder-1.5b-instruct",
          "Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
          "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
          1_117_320_768L,
          "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046");

  public ModelFile {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes must be positive: " + bytes);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits: " + sha256);
    }
  }
}
