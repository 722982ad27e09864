package dev.ratchet.assistant.safety.text;

import java.util.List;

/** Finds encoded bodies in a text and reads them. Stateless. */
interface Decoder {
  /** For a person, for example "base64". */
  String encoding();

  /** What the encoded bodies say; only what reads as text. */
  List<String> decode(View view, String raw);
}
