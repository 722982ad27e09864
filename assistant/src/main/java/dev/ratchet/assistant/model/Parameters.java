package dev.ratchet.assistant.model;

/** How a model is to answer. */
public record Parameters(double temperature, int maxTokens) {
  public Parameters {
    if (temperature < 0 || temperature > 2 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "temperature must be from 0 to 2 and maxTokens at least 1, were "
              + temperature
              + " and "
              + maxTokens);
    }
  }

  /** For stores: for example "0.7/2048". */
  String name() {
    return temperature + "/" + maxTokens;
  }
}
