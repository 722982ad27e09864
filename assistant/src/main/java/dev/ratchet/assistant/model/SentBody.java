package dev.ratchet.assistant.model;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A request's body that tells when all of it went out. */
final class SentBody implements BodyPublisher {
  private final BodyPublisher bytes;
  private final CompletableFuture<Void> sent = new CompletableFuture<>();

  SentBody(byte[] content) {
    this.bytes = BodyPublishers.ofByteArray(content);
  }

  CompletableFuture<Void> sent() {
    return sent;
  }

  @Override
  public long contentLength() {
    return bytes.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    bytes.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer buffer) {
            subscriber.onNext(buffer);
          }

          @Override
          public void onError(Throwable failure) {
            subscriber.onError(failure);
          }

          @Override
          public void onComplete() {
            subscriber.onComplete();
            sent.complete(null);
          }
        });
  }
}
