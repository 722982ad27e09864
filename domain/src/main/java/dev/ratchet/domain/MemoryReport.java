package dev.ratchet.domain;

import java.util.List;

/**
 * Where a running system's memory goes.
 *
 * @param processes each of its processes
 * @param indexes each of its search indexes
 * @param sessions conversations that are held
 */
public record MemoryReport(List<OfProcess> processes, List<OfIndex> indexes, long sessions) {
  public MemoryReport {
    processes = List.copyOf(processes);
    indexes = List.copyOf(indexes);
  }

  /**
   * @param process for example "api"
   * @param residentMib native memory included; 0 where the system does not tell
   */
  public record OfProcess(
      String process, double heapUsedMib, double heapMaxMib, double residentMib) {
    public OfProcess {
      Checks.text(process, "process");
    }
  }

  public record OfIndex(String index, double mib) {
    public OfIndex {
      Checks.text(index, "index");
    }
  }
}
