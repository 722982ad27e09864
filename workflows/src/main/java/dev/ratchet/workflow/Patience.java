package dev.ratchet.workflow;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/**
 * Calls activities again that could not work for a reason that passes: a person's emergency stop,
 * or another run on the target. Both may last for days, while a fault has to end the run soon.
 */
final class Patience {
  private Patience() {}

  /**
   * @param first stub of the first call, which gives up soon
   * @param further makes the stub of the calls after it, which gives up late, so that a history
   *     does not fill with them
   */
  static <T> T over(Class<T> type, T first, Supplier<T> further) {
    Object patient =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              for (T stub = first; ; stub = further.get()) {
                try {
                  return method.invoke(stub, arguments);
                } catch (InvocationTargetException e) {
                  if (!(e.getCause() instanceof ActivityFailure failure && passes(failure))) {
                    throw e.getCause();
                  }
                }
              }
            });
    return type.cast(patient);
  }

  private static boolean passes(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && (cause.getType().equals(Failures.EMERGENCY_STOP)
            || cause.getType().equals(Failures.TARGET_BUSY));
  }
}
