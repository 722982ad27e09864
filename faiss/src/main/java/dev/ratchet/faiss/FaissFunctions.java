package dev.ratchet.faiss;

import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.Namespace;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * The functions of {@code faiss_functions.h}, as JavaCPP binds them. A handle that was destroyed or
 * a slot out of range crashes the process: only {@link VectorIndex} calls them.
 */
@Platform(
    value = "linux-x86_64",
    include = "faiss_functions.h",
    compiler = "cpp17",
    // Comes out in reverse, as a linker wants it. What ends in "#" is not looked for at run time.
    link = {"gomp@.1", ":libopenblas.so.0#", "faiss#"},
    // Where the build finds the libgomp that it puts beside ours.
    preloadpath = "/usr/lib/x86_64-linux-gnu/")
@Namespace("ratchet")
final class FaissFunctions {
  static {
    FaissLibrary.load(FaissFunctions.class);
  }

  private FaissFunctions() {}

  static native @Cast("int64_t") long makeFlat(int dimensions);

  static native @Cast("int64_t") long makeGraph(int dimensions, int neighbours, int efConstruction);

  static native void destroy(@Cast("int64_t") long handle);

  static native int dimensions(@Cast("int64_t") long handle);

  static native int size(@Cast("int64_t") long handle);

  static native @Cast("bool") boolean isGraph(@Cast("int64_t") long handle);

  static native void add(
      @Cast("int64_t") long handle, int count, @Const float[] vectors, int threads);

  static native void vectorAt(@Cast("int64_t") long handle, int slot, float[] vector);

  static native int search(
      @Cast("int64_t") long handle,
      @Const float[] query,
      int most,
      int efSearch,
      float[] products,
      @Cast("int64_t*") long[] slots);

  static native void products(
      @Cast("int64_t") long handle,
      @Const float[] query,
      int count,
      @Const int[] slots,
      float[] products);

  static native void appendTo(@Cast("int64_t") long handle, String file);

  static native @Cast("int64_t") long readFrom(String file, @Cast("int64_t") long offset);
}
