package dev.ratchet.cli.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.time.Duration;

/** Fetches the file from one address and goes on where it stopped, if the server can. */
final class AddressFetch {
  /** A machine without a way out falls through to the next source soon. */
  static final Duration CONNECT = Duration.ofSeconds(3);

  /** From the name's look-up to the answer's head, redirections included. */
  static final Duration ANSWER = Duration.ofSeconds(10);

  private static final Duration STALL = Duration.ofSeconds(30);

  private AddressFetch() {}

  static void fetch(ModelSource.Address source, Draft draft, Transfer transfer)
      throws IOException, InterruptedException {
    long from = draft.length();
    URLConnection connection = source.uri().toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) STALL.toMillis());
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    try (InputStream in = open(connection)) {
      draft.append(in, partial(connection) ? from : 0, transfer);
    } finally {
      if (connection instanceof HttpURLConnection http) {
        http.disconnect();
      }
    }
  }

  private static boolean partial(URLConnection connection) throws IOException {
    return connection instanceof HttpURLConnection http
        && http.getResponseCode() == HttpURLConnection.HTTP_PARTIAL;
  }

  private static InputStream open(URLConnection connection)
      throws IOException, InterruptedException {
    try {
      return Deadline.within(ANSWER, () -> opened(connection));
    } catch (UnknownHostException e) {
      throw new IOException("its name is not known here", e);
    }
  }

  private static InputStream opened(URLConnection connection) throws IOException {
    if (connection instanceof HttpURLConnection http) {
      int status = http.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL) {
        throw new IOException("HTTP " + status);
      }
    }
    return connection.getInputStream();
  }
}
