package dev.ratchet.api.access;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Route;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.platform.access.Token;
import dev.ratchet.platform.access.TokenRecord;
import dev.ratchet.platform.access.Tokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of tokens; for administrators. */
public final class TokenRoutes {
  private static final Logger log = LoggerFactory.getLogger(TokenRoutes.class);

  private final Tokens tokens;
  private final String adminTokenId;
  private final InstantSource clock;

  /**
   * @param adminTokenId of the token in the data folder's file, which is managed there
   */
  public TokenRoutes(Tokens tokens, String adminTokenId, InstantSource clock) {
    this.tokens = tokens;
    this.adminTokenId = adminTokenId;
    this.clock = clock;
  }

  /**
   * @param token shown this once; only its hash is kept
   * @param expiresAt null for never
   */
  public record NewToken(String id, Role role, String token, @Nullable Instant expiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
      return "NewToken[" + id + "]";
    }
  }

  /**
   * A token without what makes it valid.
   *
   * @param expiresAt null for never
   */
  public record TokenLine(
      String id,
      Principal principal,
      String createdAt,
      @Nullable String expiresAt,
      boolean expired) {
    static TokenLine of(TokenRecord entry, Instant now) {
      return new TokenLine(
          entry.tokenId(),
          entry.principal(),
          entry.createdAt(),
          entry.expiresAt(),
          entry.expired(now));
    }
  }

  /** All tokens, by id. */
  public record TokenList(List<TokenLine> tokens) {}

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/tokens", "makeToken")
            .says("access", "Make a token for a principal; it is shown this once")
            .needs(Role.ADMIN)
            .takes(TokenOrder.class)
            .answers(201, NewToken.class, "The token")
            .problems(409)
            .does(this::make),
        Route.get("/api/v1/tokens", "listTokens")
            .says("access", "All tokens, without what makes them valid")
            .needs(Role.ADMIN)
            .answers(200, TokenList.class, "The tokens")
            .does(call -> call.answer(200, list())),
        Route.delete("/api/v1/tokens/{id}", "revokeToken")
            .says("access", "Revoke a token; it passes for at most five more seconds")
            .needs(Role.ADMIN)
            .problems(404, 409)
            .does(this::revoke));
  }

  private TokenList list() {
    Instant now = clock.instant();
    return new TokenList(tokens.all().stream().map(entry -> TokenLine.of(entry, now)).toList());
  }

  private void make(Call call) {
    TokenOrder order = call.body(TokenOrder.class);
    Token token = Token.make(Objects.requireNonNull(order.id()));
    Role role = Objects.requireNonNull(order.role());
    Instant now = clock.instant();
    if (tokens.find(token.id()).filter(known -> !known.expired(now)).isPresent()) {
      throw ProblemException.conflict(
          "token-exists", "there is a token '%s': revoke it first".formatted(token.id()));
    }
    Principal.Kind kind = Objects.requireNonNullElse(order.kind(), Principal.Kind.HUMAN);
    Instant expiresAt = order.ttl() == null ? null : now.plus(order.ttl());
    tokens.put(token, new Principal(token.id(), kind, Set.of(role)), now, expiresAt);
    log.info(
        "token={} role={} expires={} by={} made=true",
        token.id(),
        role,
        expiresAt,
        call.principal().id());
    call.answer(201, new NewToken(token.id(), role, token.text(), expiresAt));
  }

  private void revoke(Call call) {
    String id = call.id("id");
    if (id.equals(adminTokenId)) {
      throw ProblemException.conflict(
          "admin-token",
          "this token is the one in the file admin-token: delete the file and start again");
    }
    if (!tokens.revoke(id)) {
      throw ProblemException.notFound("no-such-token", "there is no token '%s'".formatted(id));
    }
    log.info("token={} by={} revoked=true", id, call.principal().id());
    call.ctx().status(204);
  }
}
