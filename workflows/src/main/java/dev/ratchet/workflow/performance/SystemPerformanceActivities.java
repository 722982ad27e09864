package dev.ratchet.workflow.performance;

import dev.ratchet.domain.MemoryReport;
import dev.ratchet.domain.PerformanceReport;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Reads what this system measured of itself. */
@ActivityInterface
public interface SystemPerformanceActivities {
  /**
   * Sums up the last hours, and files a finding against every target that is Ratchet itself for
   * each threshold that was crossed for long. Filing again renews a finding. Does nothing while it
   * is switched off or the emergency stop is engaged.
   */
  SystemAnalysis analyzeSystemPerformance();

  /** What became of it. */
  sealed interface SystemAnalysis {
    /**
     * @param filed findings, each "TARGET ID: what was crossed"
     */
    record Analyzed(PerformanceReport performance, MemoryReport memory, List<String> filed)
        implements SystemAnalysis {
      public Analyzed {
        filed = List.copyOf(filed);
      }
    }

    record NotAllowed(String reason) implements SystemAnalysis {}
  }
}
