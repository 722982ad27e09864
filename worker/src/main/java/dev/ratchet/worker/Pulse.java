package dev.ratchet.worker;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeats for every activity that has a heartbeat timeout, as long as it runs: Temporal hears of
 * a worker's death within that time, whatever the activity was doing. A cancellation is not
 * delivered by it: the activity's own heartbeats do that, where it wants to hear of one.
 */
final class Pulse extends WorkerInterceptorBase {
  /** Beats in one heartbeat timeout, so that a slow moment loses none. */
  private static final int BEATS = 5;

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private @Nullable Told told;

      @Override
      public void init(ActivityExecutionContext context) {
        told = new Told(context);
        super.init(told);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        Told context = told;
        if (context == null || context.getInfo().getHeartbeatTimeout().isZero()) {
          return super.execute(input);
        }
        Duration interval = context.getInfo().getHeartbeatTimeout().dividedBy(BEATS);
        Thread beating = Thread.ofVirtual().name("pulse").start(() -> beat(context, interval));
        try {
          return super.execute(input);
        } finally {
          beating.interrupt();
        }
      }
    };
  }

  private static void beat(Told context, Duration interval) {
    try {
      while (true) {
        Thread.sleep(interval);
        context.again();
      }
    } catch (InterruptedException ended) {
      // The activity has ended, and so does this thread.
    }
  }

  /** Remembers what the activity said last, to say it again. */
  private static final class Told extends ActivityExecutionContextBase {
    private volatile @Nullable Object last;

    Told(ActivityExecutionContext next) {
      super(next);
    }

    @Override
    public <V> void heartbeat(V details) {
      last = details;
      super.heartbeat(details);
    }

    void again() {
      try {
        super.heartbeat(last);
      } catch (ActivityCompletionException cancelled) {
        // The activity goes on until it hears of it itself; silence would have it tried twice.
      }
    }
  }
}
