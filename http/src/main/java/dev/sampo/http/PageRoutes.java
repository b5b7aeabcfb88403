package dev.sampo.http;

import dev.sampo.http.api.PageLinkView;
import dev.sampo.http.api.PassView;
import dev.sampo.http.api.Requests;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The page for browsers: its files, which anybody may have, and how it is let in. */
final class PageRoutes {
    private final Map<String, Asset> assets = Asset.all();
    private final Passes passes;

    PageRoutes(Passes passes) {
        this.passes = passes;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/", "The page; it shows nothing before it is let in", Asset.class, call -> file(Asset.INDEX))
                        .only(Route.Access.EVERYBODY),
                Route.get("/page/{file}", "A file of the page", Asset.class, call -> file(call.path("file")))
                        .only(Route.Access.EVERYBODY),
                Route.change(
                                "POST",
                                "/v1/page/link",
                                "A link that opens the page once, within two minutes; only for who has the token itself",
                                Requests.Nothing.class,
                                PageLinkView.class,
                                this::link)
                        .only(Route.Access.TOKEN),
                Route.change(
                                "POST",
                                "/v1/page/pass",
                                "A pass for the code of such a link: for sampo.http.pass-for it opens what the token opens,"
                                        + " but for links, submitting, and working in place of a node",
                                Requests.Code.class,
                                PassView.class,
                                this::pass)
                        .only(Route.Access.EVERYBODY));
    }

    private CompletionStage<Reply> file(String name) {
        return CompletableFuture.completedFuture(
                Asset.of(assets, name).map(Reply.File::new).orElseThrow(() -> Problem.of(
                                404, "NO_SUCH_PATH", "the page has no such file")
                        .refusal()));
    }

    private CompletionStage<Reply> link(Call call) {
        call.body(Requests.Nothing.class);
        Passes.Timed code = passes.code();
        return CompletableFuture.completedFuture(Reply.ok(new PageLinkView("/#code=" + code.text(), code.until())));
    }

    private CompletionStage<Reply> pass(Call call) {
        String code = call.body(Requests.Code.class).code();
        Passes.Timed pass = passes.exchange(code == null ? "" : code).orElseThrow(() -> Problem.of(
                        403,
                        "LINK_USED",
                        "this link was used, or is older than two minutes; ./sampo page makes another")
                .refusal());
        return CompletableFuture.completedFuture(Reply.ok(new PassView(pass.text(), pass.until())));
    }
}
