package dev.ratchet.assistant.model;

import java.util.random.RandomGenerator;

/** Draws from Beta distributions, for shapes of at least 1, as the ratio of two Gamma variates. */
final class BetaDistribution {
  private BetaDistribution() {}

  static double draw(double a, double b, RandomGenerator random) {
    double x = gamma(a, random);
    return x / (x + gamma(b, random));
  }

  /** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000). */
  private static double gamma(double shape, RandomGenerator random) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = random.nextGaussian();
      double v = Math.pow(1 + c * normal, 3);
      double uniform = random.nextDouble();
      if (v > 0 && Math.log(uniform) < normal * normal / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
