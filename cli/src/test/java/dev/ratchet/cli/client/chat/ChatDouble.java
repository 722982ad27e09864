package dev.ratchet.cli.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ratchet.cli.client.ApiClient;
import dev.ratchet.cli.client.Gateway;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/** The conversation's routes on a real socket, answering by a script, with faults on order. */
public final class ChatDouble implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Turn> turns = new HashMap<>();
  private final BiConsumer<JsonNode, Turn> script;

  /** What was asked: method, path and Last-Event-ID. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  final List<JsonNode> questions = Collections.synchronizedList(new ArrayList<>());

  /** For one connection each: after how many events it is cut. */
  final Deque<Integer> cuts = new ArrayDeque<>();

  /** For one question each: 0 takes it and cuts the connection, else the status that refuses it. */
  final Deque<Integer> refusals = new ArrayDeque<>();

  /** Whether a resumed stream begins again, as no server should. */
  volatile boolean forgetful;

  volatile boolean deaf;

  ChatDouble(BiConsumer<JsonNode, Turn> script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** An answer as it grows. */
  static final class Turn {
    private final String id;
    private final List<String> frames = new ArrayList<>();
    private boolean ended;
    private boolean stopped;

    Turn(String id) {
      this.id = id;
    }

    synchronized Turn tells(String type, String json) {
      frames.add("id: %d\nevent: %s\ndata: %s\n\n".formatted(frames.size() + 1, type, json));
      ended = type.equals("done") || type.equals("error");
      notifyAll();
      return this;
    }

    Turn begins() {
      return tells("session", "{\"session\":\"s-1\",\"turn\":\"%s\"}".formatted(id));
    }

    Turn says(String text) {
      return tells("text", ApiClient.JSON.createObjectNode().put("text", text).toString());
    }

    Turn ends() {
      return tells(
          "done",
          "{\"finishReason\":\"stop\",\"usage\":{\"promptTokens\":5,\"completionTokens\":7},\"degraded\":null,\"partial\":false}");
    }

    synchronized void awaitStop() {
      await(() -> stopped);
    }

    private synchronized String frame(int index) {
      await(() -> frames.size() > index || ended);
      return frames.size() > index ? frames.get(index) : "";
    }

    private void await(java.util.function.BooleanSupplier condition) {
      while (!condition.getAsBoolean()) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String after = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    asked.add(
        "%s %s%s".formatted(exchange.getRequestMethod(), path, after == null ? "" : " " + after));
    if (path.equals("/api/v1/chat")) {
      chat(exchange);
    } else if (path.endsWith("/stop")) {
      stop(exchange, turnOf(path));
    } else if (path.endsWith("/events")) {
      resume(exchange, turnOf(path), after);
    } else {
      book(exchange, path);
    }
  }

  private void chat(HttpExchange exchange) throws IOException {
    JsonNode question = ApiClient.JSON.readTree(exchange.getRequestBody());
    questions.add(question);
    Integer refusal = refusals.poll();
    if (refusal != null && refusal > 0) {
      answer(exchange, refusal, "{\"detail\":\"refused with %d\"}".formatted(refusal));
      return;
    }
    Turn turn;
    synchronized (turns) {
      String id = question.path("turn").asText();
      turn = turns.get(id);
      if (turn == null) {
        Turn made = new Turn(id);
        turn = made;
        turns.put(id, made);
        Thread.startVirtualThread(() -> script.accept(question, made));
      }
    }
    if (refusal != null) {
      exchange.close();
      return;
    }
    stream(exchange, turn, 0);
  }

  private void resume(HttpExchange exchange, String id, String after) throws IOException {
    Turn turn;
    synchronized (turns) {
      turn = turns.get(id);
    }
    if (turn == null) {
      answer(exchange, 404, "{\"detail\":\"there is no turn " + id + "\"}");
      return;
    }
    stream(exchange, turn, after == null || forgetful ? 0 : Integer.parseInt(after));
  }

  private void stop(HttpExchange exchange, String id) throws IOException {
    if (!deaf) {
      Turn turn;
      synchronized (turns) {
        turn = turns.get(id);
      }
      synchronized (turn) {
        turn.stopped = true;
        turn.notifyAll();
      }
    }
    answer(exchange, 204, "");
  }

  private void stream(HttpExchange exchange, Turn turn, int from) throws IOException {
    Integer cut;
    synchronized (cuts) {
      cut = cuts.poll();
    }
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write(": a comment\n\n".getBytes(StandardCharsets.UTF_8));
    int index = from;
    for (String frame = turn.frame(index); !frame.isEmpty(); frame = turn.frame(++index)) {
      if (cut != null && index - from == cut) {
        // In the middle of an event.
        out.write(frame.substring(0, frame.length() / 2).getBytes(StandardCharsets.UTF_8));
        out.flush();
        exchange.close();
        return;
      }
      out.write(frame.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    out.close();
  }

  private void book(HttpExchange exchange, String path) throws IOException {
    String time = java.time.Instant.now().minusSeconds(7_300).toString();
    if (exchange.getRequestMethod().equals("PATCH")) {
      questions.add(ApiClient.JSON.readTree(exchange.getRequestBody()));
      answer(exchange, 204, "");
    } else if (path.contains("/export")) {
      answer(exchange, 200, path.endsWith("json") ? "{\"id\":\"s-1\"}" : "# Title\n");
    } else if (path.contains("/messages")) {
      if (!path.contains("/s-1/")) {
        answer(exchange, 404, "{\"detail\":\"there is no such session\"}");
        return;
      }
      answer(
          exchange,
          200,
          "{\"messages\":[{\"role\":\"USER\",\"content\":\"earlier question\"},{\"role\":\"ASSISTANT\",\"content\":\"earlier answer\"}]}");
    } else if (path.startsWith("/api/v1/memories/search?q=")) {
      String words =
          URLDecoder.decode(path.substring(path.indexOf('=') + 1), StandardCharsets.UTF_8);
      answer(
          exchange,
          200,
          "{\"memories\":[{\"turn\":\"t\",\"session\":\"s-1\",\"when\":\"%s\",\"text\":\"about %s\",\"why\":\"same words\",\"score\":0.71}]}"
              .formatted(time, words));
    } else if (path.startsWith("/api/v1/sessions")) {
      answer(
          exchange,
          200,
          "{\"sessions\":[{\"id\":\"s-1\",\"title\":\"The first\",\"lastActivityAt\":\"%s\"}]}"
              .formatted(time));
    } else {
      answer(exchange, 404, "{\"detail\":\"no such route\"}");
    }
  }

  private static String turnOf(String path) {
    return path.split("/")[4];
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  Gateway.Endpoint endpoint() {
    return new Gateway.Endpoint(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "s3cret");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
