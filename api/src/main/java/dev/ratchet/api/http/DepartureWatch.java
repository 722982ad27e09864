package dev.ratchet.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * Tells at once when a client closes its connection while its request is being worked on: a server
 * that only writes learns it from a failed write, and one that waits for a model not at all. Begins
 * after the request was read to its end; must be closed before the response is, for then the
 * connection is the server's again.
 */
public final class DepartureWatch implements AutoCloseable {
  private final AbstractEndPoint endPoint;
  private final Runnable left;
  private boolean closed;
  private boolean spoken;

  private DepartureWatch(AbstractEndPoint endPoint, Runnable left) {
    this.endPoint = endPoint;
    this.left = left;
  }

  /**
   * @param left called once from another thread, and not after {@link #close} has returned
   */
  public static DepartureWatch begin(Context ctx, Runnable left) {
    ServletContextRequest request = ServletContextRequest.getServletContextRequest(ctx.req());
    if (!(request.getConnectionMetaData().getConnection().getEndPoint()
        instanceof AbstractEndPoint endPoint)) {
      throw new IllegalStateException("this is no connection of Jetty's own");
    }
    DepartureWatch watch = new DepartureWatch(endPoint, left);
    watch.listen();
    return watch;
  }

  private void listen() {
    endPoint.tryFillInterested(new Arrival());
  }

  /** Something can be read: the end, or a next request that came before this one's answer. */
  private final class Arrival implements Callback {
    @Override
    public void succeeded() {
      look();
    }

    @Override
    public void failed(Throwable failure) {
      if (failure instanceof TimeoutException) {
        // Nothing was sent for a while, as is right for who waits for an answer.
        again();
      } else {
        leave();
      }
    }
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    ByteBuffer some = ByteBuffer.allocate(1);
    try {
      int read = endPoint.fill(some.flip());
      if (read < 0) {
        leave();
      } else if (read == 0) {
        listen();
      } else {
        // HTTP lets a client send ahead if it bears that the connection closes instead.
        spoken = true;
      }
    } catch (IOException gone) {
      leave();
    }
  }

  private synchronized void again() {
    if (!closed) {
      listen();
    }
  }

  private synchronized void leave() {
    if (!closed) {
      closed = true;
      left.run();
    }
  }

  /** Whether bytes of a next request were taken: the connection must not be used for it. */
  public synchronized boolean spoken() {
    return spoken;
  }

  /** Gives the connection back. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    // Takes the callback out, which then finds this closed.
    endPoint.getFillInterest().fillable();
  }
}
