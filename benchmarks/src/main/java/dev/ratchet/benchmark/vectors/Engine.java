package dev.ratchet.benchmark.vectors;

import java.util.List;

/** Something that finds near vectors. */
interface Engine extends AutoCloseable {
  String name();

  /**
   * @param vectors of length 1
   */
  void build(List<float[]> vectors) throws Exception;

  /** Indexes of the nearest, nearest first. */
  int[] search(float[] query, int most) throws Exception;
}
