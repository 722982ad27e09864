package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.classifier.Verdict.Level;
import dev.ratchet.assistant.safety.classifier.Windows.Window;
import dev.ratchet.assistant.safety.text.View;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Whether a sentence of a text that is data is an order to whoever reads it. The most suspicious
 * sentence counts. Thread-safe.
 */
public final class InstructionInData {
  private final LinearModel model;
  private final float flag;
  private final float block;

  InstructionInData(LinearModel model, float flag, float block) {
    this.model = model;
    this.flag = flag;
    this.block = block;
  }

  public static InstructionInData load() {
    return Weights.INSTRUCTION_IN_DATA.load(InstructionInData::read);
  }

  private static InstructionInData read(DataInputStream in) throws IOException {
    return new InstructionInData(LinearModel.read(in), in.readFloat(), in.readFloat());
  }

  void write(DataOutputStream out) throws IOException {
    model.write(out);
    out.writeFloat(flag);
    out.writeFloat(block);
  }

  public Verdict judge(View view) {
    float worst = score(view);
    if (worst >= block) {
      return new Verdict(Level.ATTACK, false);
    }
    return new Verdict(worst >= flag ? Level.SUSPICIOUS : Level.HARMLESS, false);
  }

  float score(View view) {
    List<Window> sentences = Sentences.of(view);
    float worst = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < sentences.size(); i++) {
      int[] features = DataFeatures.of(view.words(), sentences.get(i), i, sentences.size());
      worst = Math.max(worst, model.score(features));
    }
    return worst;
  }
}
