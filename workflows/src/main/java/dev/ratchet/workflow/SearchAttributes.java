package dev.ratchet.workflow;

import io.temporal.common.SearchAttributeKey;

/** The typed search attributes of every cycle, improvement and rollback workflow. */
public final class SearchAttributes {
  public static final SearchAttributeKey<String> TARGET =
      SearchAttributeKey.forKeyword("RatchetTarget");
  public static final SearchAttributeKey<String> STAGE =
      SearchAttributeKey.forKeyword("RatchetStage");
  public static final SearchAttributeKey<String> VERDICT =
      SearchAttributeKey.forKeyword("RatchetVerdict");
  public static final SearchAttributeKey<String> IMPROVEMENT =
      SearchAttributeKey.forKeyword("RatchetImprovement");

  private SearchAttributes() {}
}
