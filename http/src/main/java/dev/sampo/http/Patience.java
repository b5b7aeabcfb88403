package dev.sampo.http;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Ends a connection over which no request has come whole for so long, from its begin or from the end of the last answer on.
 * That it is not idle does not help it: who sends a byte now and then would keep it for ever.
 */
final class Patience extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {
    private static final String TIMER = "patience";

    private final Duration limit;
    private final Inlet<HttpRequest> requestIn = Inlet.create("Patience.requestIn");
    private final Outlet<HttpRequest> requestOut = Outlet.create("Patience.requestOut");
    private final Inlet<HttpResponse> responseIn = Inlet.create("Patience.responseIn");
    private final Outlet<HttpResponse> responseOut = Outlet.create("Patience.responseOut");

    Patience(Duration limit) {
        this.limit = limit;
    }

    @Override
    public BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape() {
        return BidiShape.of(requestIn, requestOut, responseIn, responseOut);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {
        private final AsyncCallback<Done> answered = createAsyncCallback(done -> answered());
        private int underWay;

        Logic() {
            super(shape());
            requests();
            responses();
        }

        @Override
        public void preStart() {
            waitForNext();
        }

        private void waitForNext() {
            scheduleOnce(TIMER, limit);
        }

        /** The next may have come already. */
        private void answered() {
            underWay--;
            if (underWay == 0) {
                waitForNext();
            }
        }

        @Override
        public void onTimer(Object timer) {
            completeStage();
        }

        private void requests() {
            setHandler(requestIn, new AbstractInHandler() {
                @Override
                public void onPush() {
                    underWay++;
                    cancelTimer(TIMER);
                    push(requestOut, grab(requestIn));
                }

                @Override
                public void onUpstreamFinish() {
                    complete(requestOut);
                }
            });
            setHandler(requestOut, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(requestIn);
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(requestIn, cause);
                }
            });
        }

        private void responses() {
            setHandler(responseIn, new AbstractInHandler() {
                @Override
                public void onPush() {
                    push(responseOut, watched(grab(responseIn)));
                }

                @Override
                public void onUpstreamFinish() {
                    complete(responseOut);
                }
            });
            setHandler(responseOut, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(responseIn);
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(responseIn, cause);
                }
            });
        }

        /** A stream that is sent may take as long as it takes. */
        private HttpResponse watched(HttpResponse response) {
            if (response.entity().isStrict()) {
                answered();
                return response;
            }
            Flow<ByteString, ByteString, NotUsed> watching = Flow.of(ByteString.class)
                    .watchTermination((mat, done) -> {
                        done.whenCompleteAsync((over, failure) -> answered.invoke(Done.getInstance()), Runnable::run);
                        return mat;
                    });
            OptionalLong length = response.entity().getContentLengthOption();
            return length.isEmpty()
                    ? response.transformEntityDataBytes(watching)
                    : response.withEntity(HttpEntities.create(
                            response.entity().getContentType(),
                            length.getAsLong(),
                            response.entity().getDataBytes().via(watching)));
        }
    }
}
