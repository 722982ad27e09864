package dev.ratchet.assistant.model;

import dev.langchain4j.http.client.sse.ServerSentEvent;

/**
 * An event whose data is let go of after it was read: LangChain4j keeps the events of an answer
 * until its end, which for a long answer is a hundred times its text.
 */
final class ReadOnceEvent extends ServerSentEvent {
  private String data;

  ReadOnceEvent(String name, String data) {
    super(name, "");
    this.data = data;
  }

  @Override
  public String data() {
    return data;
  }

  void forget() {
    data = "";
  }
}
