package dev.ratchet.workflow.cycle;

import dev.ratchet.workflow.analysis.AnalysisActivities;
import dev.ratchet.workflow.event.EventActivities;
import dev.ratchet.workflow.repository.RepositoryActivities;
import dev.ratchet.workflow.trial.TrialActivities;
import io.temporal.testing.TestWorkflowEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One environment for many workflows, one after the other, each on a world of its own; at one call
 * of an activity something may happen.
 */
final class Theatre implements AutoCloseable {
  final TestWorkflowEnvironment environment;
  private volatile World world = new World();
  private volatile String workflowId = "";
  private volatile @Nullable Call at;
  private volatile @Nullable Disturbance disturbance;
  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

  /** The n-th call of an activity in a run. */
  record Call(String activity, int number) {
    @Override
    public String toString() {
      return activity + "#" + number;
    }
  }

  Theatre() {
    Object stage =
        Proxy.newProxyInstance(
            Theatre.class.getClassLoader(),
            new Class<?>[] {
              RepositoryActivities.class,
              AnalysisActivities.class,
              TrialActivities.class,
              EventActivities.class
            },
            (proxy, method, arguments) -> play(method, arguments));
    environment = Environments.start(stage);
  }

  /** Makes ready for a workflow; everything that was called before is forgotten. */
  void set(World next, String id, @Nullable Call call, @Nullable Disturbance what) {
    world = next;
    workflowId = id;
    at = call;
    disturbance = what;
    calls.clear();
  }

  /** Of the workflow since it was made ready, in the order in which they began. */
  List<Call> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  private Object play(Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(world, arguments);
    }
    Call call = called(method.getName());
    Disturbance what = call.equals(at) ? disturbance : null;
    if (what != null) {
      what.before(environment, workflowId, call.activity());
    }
    try {
      Object result = method.invoke(world, arguments);
      if (what != null) {
        what.after();
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Call called(String activity) {
    synchronized (calls) {
      int before = (int) calls.stream().filter(call -> call.activity().equals(activity)).count();
      Call call = new Call(activity, before + 1);
      calls.add(call);
      return call;
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
