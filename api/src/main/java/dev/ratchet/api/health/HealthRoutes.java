package dev.ratchet.api.health;

import dev.ratchet.api.health.Health.HealthView;
import dev.ratchet.api.http.Route;
import dev.ratchet.platform.metric.Metrics;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.Map;

/** The routes for programs that watch this system; they need no token and tell no content. */
public final class HealthRoutes {
  private final Health health;
  private final Metrics metrics;

  public HealthRoutes(Health health, Metrics metrics, WorkflowClient temporal) {
    this.health = health;
    this.metrics = metrics;
    metrics.gauge("ratchet.workers", "Workers that are running.", health::workers);
    new RunFigures(temporal, metrics);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/health/live", "live")
            .says("health", "Whether this process answers at all")
            .answers(200, HealthView.class, "It does")
            .does(call -> call.answer(200, new HealthView(true, Map.of("api", "up")))),
        Route.get("/health/ready", "ready")
            .says("health", "Whether Temporal, Redis and a worker answer; 503 when one does not")
            .answers(200, HealthView.class, "All answer")
            .does(
                call -> {
                  HealthView view = health.view();
                  call.answer(view.ready() ? 200 : 503, view);
                }),
        Route.get("/metrics", "metrics")
            .says("health", "Figures in Prometheus's text format")
            .answers(200, "text/plain", "The figures")
            .does(
                call ->
                    call.ctx()
                        .contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.scrape())));
  }
}
