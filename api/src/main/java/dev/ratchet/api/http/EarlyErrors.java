package dev.ratchet.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers to what is no HTTP, before there is a route: in the shape that all other errors have. */
final class EarlyErrors extends ErrorHandler {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    String path = String.valueOf(request.getHttpURI().getPath());
    ProblemException problem =
        new ProblemException(code, "bad-http", "Not understood", "the request is not proper HTTP");
    boolean openAi = OpenAiError.isExpected(path);
    try {
      byte[] body = JSON.writeValueAsBytes(openAi ? OpenAiError.of(problem) : problem.at(path));
      response
          .getHeaders()
          .put(HttpHeader.CONTENT_TYPE, openAi ? "application/json" : "application/problem+json");
      response.write(true, ByteBuffer.wrap(body), callback);
    } catch (JsonProcessingException impossible) {
      callback.failed(impossible);
    }
  }
}
