<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR">
<context>
    <name>Bookings</name>
    <message>
        <source>Booking</source>
        <translation>예약</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>차량</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>가격</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>환불</translation>
    </message>
    <message>
        <source>Cancelling in a moment</source>
        <translation>곧 취소됨</translation>
    </message>
    <message>
        <source>%1, just booked</source>
        <translation>%1, 방금 예약함</translation>
    </message>
</context>
<context>
    <name>BreakerTables</name>
    <message>
        <source>undone %1</source>
        <translation>%1에 되돌림</translation>
    </message>
    <message>
        <source>reverted %1</source>
        <translation>%1에 자동 복귀</translation>
    </message>
    <message>
        <source>replaced %1</source>
        <translation>%1에 다른 변경으로 대체</translation>
    </message>
    <message>
        <source>reverts %1</source>
        <translation>%1에 자동 복귀 예정</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>유지</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>사건</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>트레이스</translation>
    </message>
    <message>
        <source>No call caused it: time did</source>
        <translation>호출이 아니라 시간이 지나 일어났습니다</translation>
    </message>
    <message>
        <source>Enter or double click opens the trace that caused it: %1</source>
        <translation>Enter 또는 두 번 클릭하면 원인이 된 트레이스를 엽니다: %1</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>From</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변경</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>사유</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>ended with its process %1</source>
        <translation>프로세스와 함께 끝남 %1</translation>
    </message>
    <message>
        <source>not known whether it was made</source>
        <translation>적용 여부 알 수 없음</translation>
    </message>
</context>
<context>
    <name>Breakers</name>
    <message>
        <source>Closed</source>
        <translation>닫힘</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>반열림</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열림</translation>
    </message>
    <message>
        <source>Forced open</source>
        <translation>강제 열림</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>사용 안 함</translation>
    </message>
    <message>
        <source>Metrics only</source>
        <translation>측정만</translation>
    </message>
    <message>
        <source>Unknown state</source>
        <translation>알 수 없는 상태</translation>
    </message>
    <message>
        <source>Calls go through and are counted.</source>
        <translation>호출을 통과시키고 결과를 셉니다.</translation>
    </message>
    <message>
        <source>A few calls are let through to see whether the other side is well again.</source>
        <translation>상대가 회복했는지 보려고 몇 건만 통과시킵니다.</translation>
    </message>
    <message>
        <source>Calls are refused at once, so that the other side can recover.</source>
        <translation>상대가 회복할 수 있도록 호출을 즉시 거절합니다.</translation>
    </message>
    <message>
        <source>An operator has it refuse every call.</source>
        <translation>운영자가 모든 호출을 거절하게 했습니다.</translation>
    </message>
    <message>
        <source>An operator has it let every call through, whatever happens.</source>
        <translation>운영자가 무슨 일이 있어도 모든 호출을 통과시키게 했습니다.</translation>
    </message>
    <message>
        <source>It counts and never refuses.</source>
        <translation>세기만 하고 거절하지 않습니다.</translation>
    </message>
    <message>
        <source>This client is older than the platform and does not know the state.</source>
        <translation>이 프로그램이 플랫폼보다 오래되어 이 상태를 모릅니다.</translation>
    </message>
    <message>
        <source>Error, then volume</source>
        <translation>오류, 다음 호출량</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>호출량</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>중앙값</translation>
    </message>
    <message>
        <source>90th percentile</source>
        <translation>90 백분위</translation>
    </message>
    <message>
        <source>99th percentile</source>
        <translation>99 백분위</translation>
    </message>
    <message>
        <source>State changed</source>
        <translation>상태 변경</translation>
    </message>
    <message>
        <source>Call succeeded</source>
        <translation>호출 성공</translation>
    </message>
    <message>
        <source>Call failed</source>
        <translation>호출 실패</translation>
    </message>
    <message>
        <source>Failure that does not count</source>
        <translation>세지 않는 실패</translation>
    </message>
    <message>
        <source>Call refused</source>
        <translation>호출 거절</translation>
    </message>
    <message>
        <source>Too many calls failed</source>
        <translation>실패한 호출이 너무 많음</translation>
    </message>
    <message>
        <source>Too many calls were slow</source>
        <translation>느린 호출이 너무 많음</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>초기화</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>제때 응답 없음</translation>
    </message>
    <message>
        <source>connection refused</source>
        <translation>연결 거부</translation>
    </message>
    <message>
        <source>connection cut</source>
        <translation>연결 끊김</translation>
    </message>
    <message>
        <source>error of the server</source>
        <translation>서버 오류</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>Probes in %1, at %2</source>
        <translation>%1 뒤 시험 호출 (%2)</translation>
    </message>
    <message>
        <source>Ready to probe, waits for the next call</source>
        <translation>시험 준비됨, 다음 호출을 기다립니다</translation>
    </message>
    <message>
        <source>Goes half open now</source>
        <translation>지금 반열림이 됩니다</translation>
    </message>
    <message numerus="yes">
        <source>%n probe(s) left</source>
        <translation>
            <numerusform>시험 호출 %n건 남음</numerusform>
        </translation>
    </message>
    <message>
        <source>Reverts in %1, at %2</source>
        <translation>%1 뒤 자동 복귀 (%2)</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 of %2 calls needed</source>
        <translation>필요한 호출 %2건 중 %1건</translation>
    </message>
    <message>
        <source>%1, limit %2</source>
        <translation>%1, 한계 %2</translation>
    </message>
    <message>
        <source>%1 calls %2, %3: %4</source>
        <translation>%1이(가) %2을(를) 호출, %3: %4</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>실패: %1</translation>
    </message>
    <message>
        <source>slow: %1</source>
        <translation>느림: %1</translation>
    </message>
</context>
<context>
    <name>Cars</name>
    <message>
        <source>Car</source>
        <translation>차량</translation>
    </message>
    <message>
        <source>Car %1</source>
        <translation>차량 %1</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>등급</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>지역</translation>
    </message>
    <message>
        <source>Per hour</source>
        <translation>시간당</translation>
    </message>
    <message>
        <source>My time</source>
        <translation>내 시간</translation>
    </message>
</context>
<context>
    <name>Edges</name>
    <message>
        <source>From</source>
        <translation>호출한 쪽</translation>
    </message>
    <message>
        <source>To</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>호출</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>빈도</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Breaker</source>
        <translation>차단기</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>초당 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n trace(s)</source>
        <translation>
            <numerusform>추적 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in %2 of %3</source>
        <translation>%3개 중 %2개 %1</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 실패</translation>
    </message>
    <message>
        <source>half within %1</source>
        <translation>절반이 %1 안</translation>
    </message>
    <message>
        <source>breaker: %1</source>
        <translation>차단기: %1</translation>
    </message>
</context>
<context>
    <name>Instances</name>
    <message>
        <source>Finding</source>
        <translation>발견</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>서비스</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Up for</source>
        <translation>가동 시간</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>아웃박스</translation>
    </message>
    <message>
        <source>Age of the oldest event that is not published yet</source>
        <translation>아직 발행되지 않은 가장 오래된 이벤트의 나이</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>지연</translation>
    </message>
    <message>
        <source>How old the last event was when it was handled</source>
        <translation>마지막 이벤트가 처리될 때의 나이</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>주입된 장애</translation>
    </message>
</context>
<context>
    <name>Journal</name>
    <message>
        <source>Time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>일어난 일</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>통과</translation>
    </message>
    <message>
        <source>healed early</source>
        <translation>일찍 복구함</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Breaker %1: %2, was %3</source>
        <translation>차단기 %1: %2 (이전 %3)</translation>
    </message>
    <message>
        <source>%1: %2, was %3</source>
        <translation>%1: %2 (이전 %3)</translation>
    </message>
    <message>
        <source>You set breaker %1 to %2: &quot;%3&quot;</source>
        <translation>차단기 %1을(를) %2(으)로 바꿈: &quot;%3&quot;</translation>
    </message>
    <message>
        <source>You undid what was set by hand on breaker %1</source>
        <translation>차단기 %1의 수동 설정을 되돌림</translation>
    </message>
    <message>
        <source>Scenario %1 began</source>
        <translation>시나리오 %1 시작</translation>
    </message>
    <message>
        <source>Scenario %1 ended: %2</source>
        <translation>시나리오 %1 끝: %2</translation>
    </message>
</context>
<context>
    <name>Orders</name>
    <message>
        <source>Order</source>
        <translation>주문</translation>
    </message>
    <message>
        <source>Placed</source>
        <translation>주문 시각</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>고객</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>차량</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>환불</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>가격</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>시도</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>트레이스</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Up</source>
        <translation>정상</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>중단</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>서비스 제외</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>%1 is not up</source>
        <translation>%1이(가) 정상이 아닙니다</translation>
    </message>
    <message>
        <source>Breaker %1: %2</source>
        <translation>차단기 %1: %2</translation>
    </message>
    <message>
        <source>%1: an event waits for %2 to be published</source>
        <translation>%1: 이벤트가 %2째 발행을 기다립니다</translation>
    </message>
    <message>
        <source>%1 shows what was true %2 ago</source>
        <translation>%1이(가) %2 전의 상태를 보여 줍니다</translation>
    </message>
    <message>
        <source>Order %1 should have been over %2 ago</source>
        <translation>주문 %1은(는) %2 전에 끝났어야 합니다</translation>
    </message>
    <message>
        <source>%1 is broken on purpose</source>
        <translation>%1: 일부러 고장 냄</translation>
    </message>
    <message>
        <source>A process that does not answer UP. Its work waits or is refused.</source>
        <translation>UP으로 답하지 않는 프로세스입니다. 그 일은 기다리거나 거절됩니다.</translation>
    </message>
    <message>
        <source>A circuit breaker that is not closed. It refuses calls, or an operator decided for it.</source>
        <translation>닫혀 있지 않은 차단기입니다. 호출을 거절하거나 운영자가 정한 상태입니다.</translation>
    </message>
    <message>
        <source>The oldest unpublished event is over 5 s old. Other services do not know of it yet.</source>
        <translation>발행되지 않은 가장 오래된 이벤트가 5초를 넘었습니다. 다른 서비스는 아직 모릅니다.</translation>
    </message>
    <message>
        <source>A read model is over 1 s behind. People see old states.</source>
        <translation>읽기 모델이 1초 넘게 늦습니다. 사람들이 옛 상태를 봅니다.</translation>
    </message>
    <message>
        <source>A booking without a final state after its payBy. Somebody waits for it.</source>
        <translation>결제 기한이 지나도 끝나지 않은 예약입니다. 누군가 기다리고 있습니다.</translation>
    </message>
    <message>
        <source>A fault is injected. What fails because of it is no surprise.</source>
        <translation>장애가 주입되어 있습니다. 그 때문에 실패하는 것은 당연합니다.</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>the bank refused it</source>
        <translation>은행에서 거절했습니다</translation>
    </message>
    <message>
        <source>there is not enough money on it</source>
        <translation>잔액이 부족합니다</translation>
    </message>
    <message>
        <source>it has expired</source>
        <translation>유효 기간이 지났습니다</translation>
    </message>
    <message>
        <source>The platform does not accept these values.</source>
        <translation>입력한 값을 받을 수 없습니다.</translation>
    </message>
    <message>
        <source>Check the time and try again.</source>
        <translation>시간을 확인하고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>The platform could not read the request.</source>
        <translation>서버가 요청을 읽지 못했습니다.</translation>
    </message>
    <message>
        <source>The request was not valid HTTP.</source>
        <translation>요청이 올바른 HTTP가 아닙니다.</translation>
    </message>
    <message>
        <source>You are not signed in.</source>
        <translation>로그인되어 있지 않습니다.</translation>
    </message>
    <message>
        <source>Sign in and try again.</source>
        <translation>로그인한 뒤 다시 시도하세요.</translation>
    </message>
    <message>
        <source>You may not do this.</source>
        <translation>권한이 없습니다.</translation>
    </message>
    <message>
        <source>Operate works only on the computer that runs the platform.</source>
        <translation>운영 화면은 플랫폼이 실행되는 컴퓨터에서만 쓸 수 있습니다.</translation>
    </message>
    <message>
        <source>There is no such thing.</source>
        <translation>찾을 수 없습니다.</translation>
    </message>
    <message>
        <source>It may have been removed.</source>
        <translation>삭제되었을 수 있습니다.</translation>
    </message>
    <message>
        <source>There is no such car.</source>
        <translation>그런 차량이 없습니다.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>다른 것을 고르세요.</translation>
    </message>
    <message>
        <source>This booking is not known here yet.</source>
        <translation>아직 이 예약을 알지 못합니다.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>잠시 후 다시 시도하세요.</translation>
    </message>
    <message>
        <source>The platform does not do this.</source>
        <translation>지원하지 않는 요청입니다.</translation>
    </message>
    <message>
        <source>The platform cannot answer in this form.</source>
        <translation>이 형식으로는 응답할 수 없습니다.</translation>
    </message>
    <message>
        <source>The request took too long to arrive.</source>
        <translation>요청이 도착하는 데 너무 오래 걸렸습니다.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>다시 시도하세요.</translation>
    </message>
    <message>
        <source>Somebody has just taken this time.</source>
        <translation>방금 다른 사람이 이 시간을 예약했습니다.</translation>
    </message>
    <message>
        <source>Choose one of the free times nearby.</source>
        <translation>가까운 빈 시간을 고르세요.</translation>
    </message>
    <message>
        <source>This car is out of service.</source>
        <translation>운행하지 않는 차량입니다.</translation>
    </message>
    <message>
        <source>The price has changed; nothing was booked or charged.</source>
        <translation>가격이 바뀌었습니다. 예약도 결제도 되지 않았습니다.</translation>
    </message>
    <message>
        <source>Check the new price and confirm.</source>
        <translation>새 가격을 확인하고 다시 확정하세요.</translation>
    </message>
    <message>
        <source>The refund has changed; nothing was cancelled.</source>
        <translation>환불 금액이 바뀌었습니다. 취소되지 않았습니다.</translation>
    </message>
    <message>
        <source>Look at the new amount and decide again.</source>
        <translation>새 금액을 보고 다시 결정하세요.</translation>
    </message>
    <message>
        <source>This booking is still being made.</source>
        <translation>예약이 아직 진행 중입니다.</translation>
    </message>
    <message>
        <source>Checking again shortly.</source>
        <translation>곧 다시 확인합니다.</translation>
    </message>
    <message>
        <source>This booking was cancelled meanwhile.</source>
        <translation>그 사이 예약이 취소되었습니다.</translation>
    </message>
    <message>
        <source>This booking takes no payment any more.</source>
        <translation>이 예약은 더 이상 결제할 수 없습니다.</translation>
    </message>
    <message>
        <source>Book again.</source>
        <translation>다시 예약하세요.</translation>
    </message>
    <message>
        <source>This booking is not paid.</source>
        <translation>결제되지 않은 예약입니다.</translation>
    </message>
    <message>
        <source>No car is reserved without payment.</source>
        <translation>결제 없이 차량을 예약할 수 없습니다.</translation>
    </message>
    <message>
        <source>The trip is over and cannot be cancelled.</source>
        <translation>이용이 끝나 취소할 수 없습니다.</translation>
    </message>
    <message>
        <source>The request was too large.</source>
        <translation>요청이 너무 큽니다.</translation>
    </message>
    <message>
        <source>The address was too long.</source>
        <translation>주소가 너무 깁니다.</translation>
    </message>
    <message>
        <source>The platform does not take this kind of data.</source>
        <translation>이 종류의 데이터는 받지 않습니다.</translation>
    </message>
    <message>
        <source>The platform cannot meet what was expected of it.</source>
        <translation>서버가 요구한 조건을 맞출 수 없습니다.</translation>
    </message>
    <message>
        <source>The key of this booking belongs to another one.</source>
        <translation>이 예약 키는 다른 예약의 것입니다.</translation>
    </message>
    <message>
        <source>A booking is not cancelled like this.</source>
        <translation>이 방법으로는 취소할 수 없습니다.</translation>
    </message>
    <message>
        <source>This is not the price of the booking.</source>
        <translation>예약 가격과 다릅니다.</translation>
    </message>
    <message>
        <source>Check it and try again.</source>
        <translation>확인하고 다시 시도하세요.</translation>
    </message>
    <message>
        <source>This payment method belongs to somebody else.</source>
        <translation>다른 사람의 결제 수단입니다.</translation>
    </message>
    <message>
        <source>Choose one of yours.</source>
        <translation>본인의 결제 수단을 고르세요.</translation>
    </message>
    <message>
        <source>The refund would be more than was charged.</source>
        <translation>환불이 결제 금액보다 많습니다.</translation>
    </message>
    <message>
        <source>Too many requests at once.</source>
        <translation>요청이 너무 많습니다.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>잠시 기다렸다 다시 시도하세요.</translation>
    </message>
    <message>
        <source>The request&apos;s head was too large.</source>
        <translation>요청 헤더가 너무 큽니다.</translation>
    </message>
    <message>
        <source>The card was declined: %1.</source>
        <translation>카드가 거절되었습니다: %1.</translation>
    </message>
    <message>
        <source>The card was declined.</source>
        <translation>카드가 거절되었습니다.</translation>
    </message>
    <message>
        <source>The time is free again: choose another card and confirm anew.</source>
        <translation>시간은 다시 비었습니다. 다른 카드를 골라 다시 확정하세요.</translation>
    </message>
    <message>
        <source>The payment was not made in time; nothing was charged.</source>
        <translation>기한 내에 결제되지 않았습니다. 청구된 금액은 없습니다.</translation>
    </message>
    <message>
        <source>A payment is already under way.</source>
        <translation>이미 결제가 진행 중입니다.</translation>
    </message>
    <message>
        <source>Its result will appear in My bookings.</source>
        <translation>결과는 내 예약에 나타납니다.</translation>
    </message>
    <message>
        <source>Something went wrong in the platform.</source>
        <translation>플랫폼에 문제가 생겼습니다.</translation>
    </message>
    <message>
        <source>A part of the platform gave no usable answer.</source>
        <translation>플랫폼의 한 부분이 올바르게 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>A part of the platform failed too often lately and is given a moment.</source>
        <translation>플랫폼의 한 부분에서 오류가 잇따라 잠시 요청을 멈추었습니다.</translation>
    </message>
    <message>
        <source>A part of the platform that is needed is away.</source>
        <translation>필요한 부분이 지금 응답하지 않습니다.</translation>
    </message>
    <message>
        <source>A part of the platform did not answer in time.</source>
        <translation>플랫폼의 한 부분이 제때 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>%1 cannot be reached.</source>
        <translation>%1에 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>Check the address.</source>
        <translation>주소를 확인하세요.</translation>
    </message>
    <message>
        <source>%1 did not answer in time.</source>
        <translation>%1이(가) 제때 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>The platform cannot be reached.</source>
        <translation>플랫폼에 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>Start it with ./sharecar up, or check the address.</source>
        <translation>./sharecar up 으로 시작하거나 주소를 확인하세요.</translation>
    </message>
    <message>
        <source>The platform did not answer in time.</source>
        <translation>플랫폼이 제때 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>The connection broke before the answer was complete.</source>
        <translation>응답이 끝나기 전에 연결이 끊어졌습니다.</translation>
    </message>
    <message>
        <source>The answer was far larger than it should be.</source>
        <translation>응답이 지나치게 큽니다.</translation>
    </message>
    <message>
        <source>The answer made no sense.</source>
        <translation>응답을 이해할 수 없습니다.</translation>
    </message>
    <message>
        <source>Is this address the ShareCar gateway?</source>
        <translation>이 주소가 ShareCar 게이트웨이인가요?</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Paid in %1, reserved in %2</source>
        <translation>결제 %1, 예약 %2 만에 완료</translation>
    </message>
    <message>
        <source>Paid in %1, reserving the car</source>
        <translation>결제 %1 만에 완료, 차량 예약 중</translation>
    </message>
    <message>
        <source>Payment is paused, next try %1.</source>
        <translation>결제가 잠시 멈췄습니다. 다음 시도 %1.</translation>
    </message>
    <message>
        <source>Payment is under way.</source>
        <translation>결제가 진행 중입니다.</translation>
    </message>
    <message>
        <source>Your car is held until %1.</source>
        <translation>차량은 %1까지 잡아 둡니다.</translation>
    </message>
</context>
<context>
    <name>Scenarios</name>
    <message>
        <source>not seen yet</source>
        <translation>아직 안 보임</translation>
    </message>
    <message>
        <source>as expected</source>
        <translation>예상대로</translation>
    </message>
    <message>
        <source>not as expected</source>
        <translation>예상과 다름</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>기대</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>한계</translation>
    </message>
    <message>
        <source>Observed</source>
        <translation>관찰</translation>
    </message>
    <message>
        <source>After</source>
        <translation>걸린 시간</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>시나리오</translation>
    </message>
    <message>
        <source>Breaks</source>
        <translation>고장 내는 것</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>소요</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>까닭</translation>
    </message>
    <message>
        <source>Scenarios run only on the computer that runs the platform.</source>
        <translation>시나리오는 플랫폼이 돌아가는 컴퓨터에서만 실행할 수 있습니다.</translation>
    </message>
    <message>
        <source>Start the client there with ./sharecar desktop --operator.</source>
        <translation>그 컴퓨터에서 ./sharecar desktop --operator 로 시작하세요.</translation>
    </message>
    <message>
        <source>No platform was started by the launcher here.</source>
        <translation>이 컴퓨터에서 런처로 시작한 플랫폼이 없습니다.</translation>
    </message>
    <message>
        <source>Start it with ./sharecar up.</source>
        <translation>./sharecar up 으로 시작하세요.</translation>
    </message>
    <message>
        <source>The launcher belongs to another user of this computer.</source>
        <translation>런처가 이 컴퓨터의 다른 사용자 것입니다.</translation>
    </message>
    <message>
        <source>Only who started the platform may break it.</source>
        <translation>플랫폼을 시작한 사람만 고장 낼 수 있습니다.</translation>
    </message>
    <message>
        <source>The launcher&apos;s file cannot be understood.</source>
        <translation>런처 파일을 이해할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>After</source>
        <translation>경과</translation>
    </message>
    <message>
        <source>What</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>By</source>
        <translation>담당</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>사유</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>Ordered</source>
        <translation>주문됨</translation>
    </message>
    <message>
        <source>Payment pending</source>
        <translation>결제 대기</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>결제됨</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>예약 확정</translation>
    </message>
    <message>
        <source>Payment declined</source>
        <translation>결제 거절됨</translation>
    </message>
    <message>
        <source>Expired unpaid</source>
        <translation>결제 기한 만료</translation>
    </message>
    <message>
        <source>Rejected, refunding</source>
        <translation>예약 거절, 환불 중</translation>
    </message>
    <message>
        <source>Rejected and refunded</source>
        <translation>예약 거절, 환불됨</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>취소 중</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>No refund</source>
        <translation>환불 없음</translation>
    </message>
    <message>
        <source>Refund on its way</source>
        <translation>환불 진행 중</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>환불됨</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>연결 중</translation>
    </message>
    <message>
        <source>Connected, nothing new yet</source>
        <translation>연결됨, 새 소식 없음</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>실시간</translation>
    </message>
    <message>
        <source>No sign of life for a while</source>
        <translation>한동안 응답 없음</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>연결 끊김</translation>
    </message>
    <message>
        <source>Payment is waiting</source>
        <translation>결제 대기 중</translation>
    </message>
    <message>
        <source>Order paid</source>
        <translation>주문 결제됨</translation>
    </message>
    <message>
        <source>Order declined</source>
        <translation>주문 거절됨</translation>
    </message>
    <message>
        <source>Not paid in time</source>
        <translation>기한 내 미결제</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>확정됨</translation>
    </message>
    <message>
        <source>Cancellation asked</source>
        <translation>취소 요청됨</translation>
    </message>
    <message>
        <source>Refund asked</source>
        <translation>환불 요청됨</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>거절됨</translation>
    </message>
    <message>
        <source>Card charged</source>
        <translation>카드 승인됨</translation>
    </message>
    <message>
        <source>Card declined</source>
        <translation>카드 거절됨</translation>
    </message>
    <message>
        <source>Money returned</source>
        <translation>환불 완료</translation>
    </message>
    <message>
        <source>Car reserved</source>
        <translation>차량 예약됨</translation>
    </message>
    <message>
        <source>Car refused</source>
        <translation>차량 거절됨</translation>
    </message>
    <message>
        <source>Car released</source>
        <translation>차량 반납됨</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>주문</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>결제</translation>
    </message>
    <message>
        <source>Reservations</source>
        <translation>예약</translation>
    </message>
    <message>
        <source>My page</source>
        <translation>마이페이지</translation>
    </message>
    <message>
        <source>Nothing was charged, so nothing has to come back.</source>
        <translation>결제된 금액이 없어 환불할 것이 없습니다.</translation>
    </message>
    <message>
        <source>Everything comes back within 30 minutes of payment.</source>
        <translation>결제 후 30분 이내에는 전액 환불됩니다.</translation>
    </message>
    <message>
        <source>Everything comes back until 12 hours before the start.</source>
        <translation>시작 12시간 전까지는 전액 환불됩니다.</translation>
    </message>
    <message>
        <source>70 % comes back until 6 hours before the start.</source>
        <translation>시작 6시간 전까지는 70 % 환불됩니다.</translation>
    </message>
    <message>
        <source>50 % comes back until 1 hour before the start.</source>
        <translation>시작 1시간 전까지는 50 % 환불됩니다.</translation>
    </message>
    <message>
        <source>20 % comes back until the start.</source>
        <translation>시작 전까지는 20 % 환불됩니다.</translation>
    </message>
    <message>
        <source>Nothing comes back after the start.</source>
        <translation>시작 후에는 환불되지 않습니다.</translation>
    </message>
    <message>
        <source>The refund is fixed already.</source>
        <translation>환불 금액이 이미 확정되었습니다.</translation>
    </message>
    <message>
        <source>Time with the car</source>
        <translation>이용 시간</translation>
    </message>
    <message>
        <source>Discount from 24 hours</source>
        <translation>24시간 이상 할인</translation>
    </message>
    <message>
        <source>Demo card: approves</source>
        <translation>데모 카드: 승인</translation>
    </message>
    <message>
        <source>Demo card: declines</source>
        <translation>데모 카드: 거절</translation>
    </message>
    <message>
        <source>Demo card: approves after 5 s</source>
        <translation>데모 카드: 5초 후 승인</translation>
    </message>
    <message>
        <source>Demo card: network error</source>
        <translation>데모 카드: 네트워크 오류</translation>
    </message>
    <message>
        <source>Demo card: never answers</source>
        <translation>데모 카드: 응답 없음</translation>
    </message>
    <message>
        <source>₩%1</source>
        <translation>%1원</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1분 %2초</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1분</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1시간</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1시간 %2분</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <extracomment>A day, in Qt&apos;s letters for dates: Sat 21 Nov</extracomment>
        <translation>M월 d일 (ddd)</translation>
    </message>
</context>
<context>
    <name>TraceDetailsModel</name>
    <message>
        <source>Duration</source>
        <translation>걸린 시간</translation>
    </message>
    <message>
        <source>Of its own</source>
        <translation>자체 시간</translation>
    </message>
    <message>
        <source>Begins after</source>
        <translation>시작까지</translation>
    </message>
    <message>
        <source>Usually</source>
        <translation>평소</translation>
    </message>
    <message numerus="yes">
        <source>%1 (p95 %2, of %n span(s))</source>
        <translation>
            <numerusform>%1 (p95 %2, 스팬 %n개 기준)</numerusform>
        </translation>
    </message>
    <message>
        <source>At</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Clock corrected</source>
        <translation>시계 보정</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>서비스</translation>
    </message>
    <message>
        <source>Other side</source>
        <translation>상대편</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>In the other trace</source>
        <translation>다른 트레이스에서</translation>
    </message>
    <message>
        <source>Span id</source>
        <translation>스팬 ID</translation>
    </message>
    <message>
        <source>Parent id</source>
        <translation>부모 ID</translation>
    </message>
    <message>
        <source>Trace id</source>
        <translation>트레이스 ID</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
</context>
<context>
    <name>TraceFindingsModel</name>
    <message>
        <source>Finding</source>
        <translation>발견</translation>
    </message>
    <message>
        <source>What</source>
        <translation>내용</translation>
    </message>
</context>
<context>
    <name>TraceStatisticsModel</name>
    <message>
        <source>Who</source>
        <translation>대상</translation>
    </message>
    <message>
        <source>Spans</source>
        <translation>스팬</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Self</source>
        <translation>자체</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>비중</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>최장</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변화</translation>
    </message>
</context>
<context>
    <name>TraceStrip</name>
    <message>
        <source>%1 ms behind</source>
        <translation>%1 ms 뒤처짐</translation>
    </message>
    <message>
        <source>fault %1</source>
        <translation>장애 주입 %1</translation>
    </message>
</context>
<context>
    <name>TraceTexts</name>
    <message>
        <source>%1 takes %2, %3 of %4</source>
        <translation>%1: %4의 %3인 %2이(가) 걸림</translation>
    </message>
    <message>
        <source>%1: the span above it is missing</source>
        <translation>%1: 위쪽 스팬이 없음</translation>
    </message>
    <message>
        <source>%1: its clock is off by %2, which is corrected</source>
        <translation>%1: 시계가 %2 어긋나 보정함</translation>
    </message>
    <message>
        <source>Nothing runs for %1, %2 of the trace, until %3 begins</source>
        <translation>%3이(가) 시작할 때까지 %1(트레이스의 %2) 동안 아무것도 실행되지 않음</translation>
    </message>
    <message numerus="yes">
        <source>%1 was called %n times, one after the other, in %2</source>
        <translation>
            <numerusform>%1: %2 동안 차례로 %n번 호출됨</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 was called %n times, %2 of them failed</source>
        <translation>
            <numerusform>%1: %n번 호출되어 %2번 실패함</numerusform>
        </translation>
    </message>
    <message>
        <source>A span names a parent that is not in the trace: it was not reported, is not reported yet, or was dropped. What is above may be incomplete.</source>
        <translation>스팬이 가리키는 부모가 트레이스에 없습니다. 보고되지 않았거나, 아직 오지 않았거나, 버려졌습니다. 위쪽이 불완전할 수 있습니다.</translation>
    </message>
    <message>
        <source>A server claims to begin before its client does, so the clocks of the two differ. Its spans are moved into the middle of the client&apos;s; durations are as they were reported.</source>
        <translation>서버가 클라이언트보다 먼저 시작했다고 하므로 두 시계가 다릅니다. 서버의 스팬을 클라이언트 스팬의 가운데로 옮겼으며, 걸린 시간은 보고된 그대로입니다.</translation>
    </message>
    <message>
        <source>For %1 % of the trace or more no span runs: something waited, or something is not traced. Look at what ended before and what begins after.</source>
        <translation>트레이스의 %1 % 이상 동안 실행 중인 스팬이 없습니다. 무언가 기다렸거나 추적되지 않았습니다. 앞에서 끝난 것과 뒤에서 시작한 것을 보세요.</translation>
    </message>
    <message>
        <source>One call takes %1 % of its caller&apos;s time or more, and at least %2 ms. Whoever wants the caller to be faster begins here.</source>
        <translation>호출 하나가 호출한 쪽 시간의 %1 % 이상, 그리고 %2 ms 이상을 차지합니다. 빠르게 하려면 여기부터 보세요.</translation>
    </message>
    <message>
        <source>%1 calls or more of one service and name, one after the other below one span: usually a loop that asks for each item. One call for all of them would do.</source>
        <translation>한 스팬 아래에서 같은 서비스와 이름의 호출이 %1번 이상 차례로 일어났습니다. 대개 항목마다 묻는 반복문입니다. 한 번에 물으면 됩니다.</translation>
    </message>
    <message>
        <source>%1 equal calls or more of which %2 or more failed: it is tried again although it fails, which adds load to what is in trouble. A circuit breaker or a longer pause helps.</source>
        <translation>같은 호출이 %1번 이상이고 그중 %2번 이상 실패했습니다. 실패하는데도 다시 시도하여 어려운 쪽에 부하를 더합니다. 서킷 브레이커나 더 긴 간격이 도움이 됩니다.</translation>
    </message>
    <message>
        <source>Missing parent</source>
        <translation>부모 없음</translation>
    </message>
    <message>
        <source>Clock skew</source>
        <translation>시계 차이</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>빈 구간</translation>
    </message>
    <message>
        <source>Slow child</source>
        <translation>느린 하위 호출</translation>
    </message>
    <message>
        <source>N+1 calls</source>
        <translation>N+1 호출</translation>
    </message>
    <message>
        <source>Retry storm</source>
        <translation>재시도 폭주</translation>
    </message>
    <message>
        <source>%1 slower than usual</source>
        <translation>평소보다 %1 느림</translation>
    </message>
    <message>
        <source>%1 took %2, usually %3</source>
        <translation>%1: %2 걸림, 평소 %3</translation>
    </message>
    <message>
        <source>The span took at least %1 times the median of its operation and longer than 95 % of the last ones did (median %2, p95 %3, of %4 spans).</source>
        <translation>이 작업의 중앙값의 %1배 이상, 그리고 최근의 95 %보다 오래 걸렸습니다(중앙값 %2, p95 %3, 스팬 %4개 기준).</translation>
    </message>
    <message>
        <source>(no root)</source>
        <translation>(루트 없음)</translation>
    </message>
    <message>
        <source>Client (calls)</source>
        <translation>클라이언트(호출)</translation>
    </message>
    <message>
        <source>Server (answers)</source>
        <translation>서버(응답)</translation>
    </message>
    <message>
        <source>Producer (sends a message)</source>
        <translation>생산자(메시지 보냄)</translation>
    </message>
    <message>
        <source>Consumer (handles a message)</source>
        <translation>소비자(메시지 처리)</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>내부</translation>
    </message>
    <message>
        <source>second root</source>
        <translation>두 번째 루트</translation>
    </message>
    <message>
        <source>parent missing</source>
        <translation>부모 없음</translation>
    </message>
    <message>
        <source>duplicate id</source>
        <translation>중복 ID</translation>
    </message>
    <message>
        <source>cycle cut here</source>
        <translation>순환을 여기서 끊음</translation>
    </message>
    <message>
        <source>This is no trace that can be read here: Zipkin v2 JSON, OTLP JSON or a .sharecar case.</source>
        <translation>읽을 수 있는 트레이스가 아닙니다. Zipkin v2 JSON, OTLP JSON, .sharecar 사례만 읽습니다.</translation>
    </message>
    <message>
        <source>There is no span in it.</source>
        <translation>스팬이 하나도 없습니다.</translation>
    </message>
    <message>
        <source>This case was saved by a newer client. Update this one to open it.</source>
        <translation>더 새로운 클라이언트가 저장한 사례입니다. 이 클라이언트를 업데이트하세요.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>파일을 읽을 수 없습니다.</translation>
    </message>
    <message>
        <source>The file is larger than 256 MB.</source>
        <translation>파일이 256 MB보다 큽니다.</translation>
    </message>
    <message>
        <source>%1: a time with its unit (5ms, 1s) or a part of the whole (2.5%) is expected</source>
        <translation>%1: 단위가 있는 시간(5ms, 1s)이나 전체에 대한 비율(2.5%)이 필요합니다</translation>
    </message>
    <message>
        <source>%1: client, server, producer or consumer</source>
        <translation>%1: client, server, producer, consumer 중 하나</translation>
    </message>
    <message>
        <source>a quote is not closed</source>
        <translation>따옴표가 닫히지 않았습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n span(s)</source>
        <translation>
            <numerusform>스팬 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n service(s)</source>
        <translation>
            <numerusform>서비스 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>오류 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more span(s)</source>
        <translation>
            <numerusform>그 밖에 스팬 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TraceWaterfall</name>
    <message>
        <source>Operation, service</source>
        <translation>작업, 서비스</translation>
    </message>
    <message>
        <source>only here</source>
        <translation>여기만</translation>
    </message>
    <message>
        <source>only there</source>
        <translation>저쪽만</translation>
    </message>
    <message>
        <source>clock corrected</source>
        <translation>시계 보정됨</translation>
    </message>
    <message>
        <source>%1 slower</source>
        <translation>%1 느림</translation>
    </message>
</context>
<context>
    <name>Traces</name>
    <message>
        <source>%1x slower</source>
        <translation>%1배 느림</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>트레이스</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>To the answer</source>
        <translation>응답까지</translation>
    </message>
    <message>
        <source>To the last effect</source>
        <translation>마지막 효과까지</translation>
    </message>
    <message>
        <source>Than usual</source>
        <translation>평소 대비</translation>
    </message>
    <message>
        <source>Spans</source>
        <translation>스팬</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Services</source>
        <translation>서비스</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>주문</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BookingDetail</name>
    <message>
        <source>from: %1</source>
        <translation>시작: %1</translation>
    </message>
    <message>
        <source>Booking %1: %2</source>
        <translation>예약 %1: %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>As of %1, %2 behind</source>
        <translation>%1 기준, %2 지연</translation>
    </message>
    <message>
        <source>What happened?</source>
        <translation>무슨 일이 있었나요?</translation>
    </message>
    <message>
        <source>All traces</source>
        <translation>모든 트레이스</translation>
    </message>
    <message>
        <source>Cancel booking</source>
        <translation>예약 취소</translation>
    </message>
    <message>
        <source>What happened, step by step; Enter opens the trace</source>
        <translation>단계별 진행; Enter로 트레이스 열기</translation>
    </message>
    <message>
        <source>Cancelling needs the platform, which cannot be reached now.</source>
        <translation>취소하려면 플랫폼이 필요하지만 지금은 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>the refund</source>
        <translation>환불 금액</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BookingPane</name>
    <message>
        <source>Booking %1 is made</source>
        <translation>예약 %1 완료</translation>
    </message>
    <message>
        <source>Booking</source>
        <translation>예약하는 중</translation>
    </message>
    <message>
        <source>Checking whether it went through</source>
        <translation>처리되었는지 확인 중</translation>
    </message>
    <message>
        <source>Book and pay %1</source>
        <translation>%1 결제하고 예약</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>예약하기</translation>
    </message>
    <message>
        <source>The answer did not come through.</source>
        <translation>응답을 받지 못했습니다.</translation>
    </message>
    <message>
        <source>Checking whether it went through; nothing is booked twice.</source>
        <translation>처리되었는지 확인합니다. 두 번 예약되지 않습니다.</translation>
    </message>
    <message>
        <source>This time is taken.</source>
        <translation>이미 예약된 시간입니다.</translation>
    </message>
    <message>
        <source>This time cannot be booked.</source>
        <translation>예약할 수 없는 시간입니다.</translation>
    </message>
    <message>
        <source>Choose a free part of the day.</source>
        <translation>비어 있는 시간을 고르세요.</translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation>%1 고르기</translation>
    </message>
    <message>
        <source>Choose a car</source>
        <translation>차량을 고르세요</translation>
    </message>
    <message>
        <source>%1 in %2, %3 per hour</source>
        <translation>%2 · %1 · 시간당 %3</translation>
    </message>
    <message>
        <source>Pay with</source>
        <translation>결제 수단</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>전날</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>다음 날</translation>
    </message>
    <message>
        <source>Booking needs the platform, which cannot be reached now.</source>
        <translation>예약하려면 플랫폼이 필요하지만 지금은 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>Your choice is kept until it is back.</source>
        <translation>선택한 내용은 다시 연결될 때까지 유지됩니다.</translation>
    </message>
    <message>
        <source>Its free times and its price appear here.</source>
        <translation>빈 시간과 요금이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>the free times of the car</source>
        <translation>차량의 빈 시간</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BookingResult</name>
    <message>
        <source>Booking %1: %2</source>
        <translation>예약 %1: %2</translation>
    </message>
    <message>
        <source>How?</source>
        <translation>어떻게?</translation>
    </message>
    <message>
        <source>How? Shows the trace of this booking</source>
        <translation>어떻게? 이 예약의 트레이스 보기</translation>
    </message>
    <message>
        <source>My booking</source>
        <translation>내 예약 보기</translation>
    </message>
    <message>
        <source>Opens this booking</source>
        <translation>이 예약 열기</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BreakerCard</name>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Slow &gt; %1</source>
        <translation>느림 &gt; %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1부터</translation>
    </message>
    <message>
        <source>Buffered</source>
        <translation>버퍼</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>느림</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>거절</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) in the last 10 s</source>
        <translation>
            <numerusform>최근 10초 동안 호출 %n건</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BreakerControl</name>
    <message>
        <source>Force open: refuse every call</source>
        <translation>강제 열기: 모든 호출 거절</translation>
    </message>
    <message>
        <source>Close: let calls through and count anew</source>
        <translation>닫기: 호출을 통과시키고 새로 셈</translation>
    </message>
    <message>
        <source>Disable: never refuse a call</source>
        <translation>사용 안 함: 호출을 거절하지 않음</translation>
    </message>
    <message>
        <source>Reset: close and forget what was counted</source>
        <translation>초기화: 닫고 센 것을 잊음</translation>
    </message>
    <message>
        <source>%1 by hand: &quot;%2&quot;. The platform takes it back at %3.</source>
        <translation>수동 설정 %1: &quot;%2&quot;. 플랫폼이 %3에 되돌립니다.</translation>
    </message>
    <message>
        <source>%1 by hand: &quot;%2&quot;. It stays until somebody undoes it.</source>
        <translation>수동 설정 %1: &quot;%2&quot;. 누군가 되돌릴 때까지 유지됩니다.</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>확인하려면 %1 입력</translation>
    </message>
    <message>
        <source>Type the name of the breaker and a reason first</source>
        <translation>먼저 차단기 이름과 사유를 입력하세요</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Undo what was set by hand</source>
        <translation>수동 설정 되돌리기</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Apply to this breaker</source>
        <translation>이 차단기에 적용</translation>
    </message>
    <message>
        <source>Reason, kept in the journal</source>
        <translation>사유 (일지에 남습니다)</translation>
    </message>
    <message>
        <source>Revert after %1</source>
        <translation>%1 뒤 복귀</translation>
    </message>
    <message>
        <source>What to do to the breaker</source>
        <translation>차단기에 할 일</translation>
    </message>
    <message>
        <source>When the platform takes it back</source>
        <translation>플랫폼이 되돌리는 때</translation>
    </message>
    <message>
        <source>The platform is away</source>
        <translation>플랫폼에 연결할 수 없습니다</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BreakerDetail</name>
    <message>
        <source>Choose a breaker</source>
        <translation>차단기를 고르세요</translation>
    </message>
    <message>
        <source>There is no breaker %1 now</source>
        <translation>지금은 차단기 %1이(가) 없습니다</translation>
    </message>
    <message>
        <source>Trace that tripped it</source>
        <translation>원인이 된 트레이스</translation>
    </message>
    <message>
        <source>Scenarios that break it</source>
        <translation>이것을 고장 내는 시나리오</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>사건</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>제어</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>일지</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Details of the breaker</source>
        <translation>차단기 세부 정보</translation>
    </message>
    <message>
        <source>Events of the breaker</source>
        <translation>차단기의 사건</translation>
    </message>
    <message>
        <source>What operators did to the breaker</source>
        <translation>운영자가 차단기에 한 일</translation>
    </message>
    <message>
        <source>Effective configuration and where it came from</source>
        <translation>적용된 설정과 그 출처</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::BreakersPage</name>
    <message numerus="yes">
        <source>%n breaker(s), %1 not closed</source>
        <translation>
            <numerusform>차단기 %n개, 닫히지 않음 %1개</numerusform>
        </translation>
    </message>
    <message>
        <source>Sort: %1</source>
        <translation>정렬: %1</translation>
    </message>
    <message>
        <source>Order of the breakers</source>
        <translation>차단기 순서</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>거르기</translation>
    </message>
    <message>
        <source>Show only these breakers</source>
        <translation>이 차단기만 보기</translation>
    </message>
    <message>
        <source>No service has a breaker yet. A breaker appears here when its service has started.</source>
        <translation>아직 차단기를 가진 서비스가 없습니다. 서비스가 시작되면 차단기가 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Breakers</source>
        <translation>차단기</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>Choose a breaker</source>
        <translation>차단기를 고르세요</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Open the trace of an event</source>
        <translation>사건의 트레이스 열기</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::CancelPanel</name>
    <message>
        <source>You get %1 back. %2</source>
        <translation>%1을 돌려받습니다. %2</translation>
    </message>
    <message>
        <source>This holds until %1, then it is %2.</source>
        <translation>%1까지 유효하며, 그 뒤에는 %2입니다.</translation>
    </message>
    <message>
        <source>It changes within seconds, so this cannot be undone.</source>
        <translation>몇 초 안에 바뀌므로 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Cancelling in %1 s</source>
        <translation>%1초 후 취소합니다</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>취소 중</translation>
    </message>
    <message>
        <source>Keep booking</source>
        <translation>예약 유지</translation>
    </message>
    <message>
        <source>Cancel booking</source>
        <translation>예약 취소</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>되돌리기</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::CarsPage</name>
    <message>
        <source>All zones</source>
        <translation>모든 지역</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>모든 등급</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>지역</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>등급</translation>
    </message>
    <message>
        <source>Up to</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>Highest price</source>
        <translation>최고 가격</translation>
    </message>
    <message>
        <source>Any price</source>
        <translation>가격 무관</translation>
    </message>
    <message>
        <source>Free in my time</source>
        <translation>내 시간에 비어 있음</translation>
    </message>
    <message>
        <source>Cars</source>
        <translation>차량</translation>
    </message>
    <message>
        <source>No car fits. Choose another time, or clear a filter.</source>
        <translation>맞는 차량이 없습니다. 시간을 바꾸거나 조건을 줄여 보세요.</translation>
    </message>
    <message>
        <source>the cars</source>
        <translation>차량 목록</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::Console</name>
    <message>
        <source>Breaker %1: %2</source>
        <translation>차단기 %1: %2</translation>
    </message>
    <message>
        <source>Breakers</source>
        <translation>차단기</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>어디서나</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab, Shift+Tab</translation>
    </message>
    <message>
        <source>Next and previous control</source>
        <translation>다음, 이전 항목</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Open what is chosen in a list</source>
        <translation>목록에서 고른 것을 열기</translation>
    </message>
    <message>
        <source>&amp;Commands</source>
        <translation>명령(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>단축키(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Journal</source>
        <translation>일지(&amp;J)</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::DayStrip</name>
    <message>
        <source>Day of the car, %1</source>
        <translation>차량의 하루, %1</translation>
    </message>
    <message>
        <source>Nothing is chosen</source>
        <translation>선택 없음</translation>
    </message>
    <message>
        <source>Drag to choose. Arrow keys move it by 10 minutes, with Shift its end.</source>
        <translation>끌어서 고르세요. 화살표 키는 10분씩 옮기고, Shift와 함께 누르면 끝을 옮깁니다.</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::GraphPage</name>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Show the traces of a call</source>
        <translation>호출의 추적 보기</translation>
    </message>
    <message>
        <source>Reading the last %1 traces</source>
        <translation>최근 추적 %1개를 읽는 중</translation>
    </message>
    <message>
        <source>No traces yet, so nobody has called anybody. Make a booking, and its calls appear here.</source>
        <translation>아직 추적이 없어 호출도 없습니다. 예약을 하면 그 호출이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Calls between services: Enter shows their traces</source>
        <translation>서비스 사이의 호출: Enter를 누르면 추적을 보여 줍니다</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>그래프</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::GraphView</name>
    <message>
        <source>A click shows its traces</source>
        <translation>클릭하면 추적을 보여 줍니다</translation>
    </message>
    <message>
        <source>Graph of the services</source>
        <translation>서비스 그래프</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::JournalDock</name>
    <message>
        <source>Journal</source>
        <translation>일지</translation>
    </message>
    <message>
        <source>Journal: Enter leads to what an entry is about</source>
        <translation>일지: Enter를 누르면 해당 위치로 갑니다</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::KeyHelp</name>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Keys and what they do</source>
        <translation>단축키와 하는 일</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::Loading</name>
    <message>
        <source>Waiting for %1, %2 s so far</source>
        <translation>%1 기다리는 중, %2초째</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>그만 기다리기</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::MainWindow</name>
    <message>
        <source>There is no place called %1 here.</source>
        <translation>%1 (이)라는 곳이 없습니다.</translation>
    </message>
    <message>
        <source>This names nothing that ShareCar knows: try an order number or a trace id.</source>
        <translation>ShareCar가 아는 것이 아닙니다. 주문 번호나 트레이스 ID를 넣어 보세요.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;New window</source>
        <translation>새 창(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>이동(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>뒤로(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>앞으로(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Paste anything</source>
        <translation>무엇이든 붙여넣기(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>언어(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>배치 초기화(&amp;R)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Order, trace id, log line, URL  (Ctrl+L)</source>
        <translation>주문, 트레이스 ID, 로그, URL  (Ctrl+L)</translation>
    </message>
    <message>
        <source>Order number  (Ctrl+L)</source>
        <translation>주문 번호  (Ctrl+L)</translation>
    </message>
    <message>
        <source>Paste anything to go there</source>
        <translation>붙여넣고 이동</translation>
    </message>
    <message>
        <source>The pasted trace cannot be kept: %1</source>
        <translation>붙여넣은 추적을 보관할 수 없습니다: %1</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::MyBookingsPage</name>
    <message>
        <source>Booking %1</source>
        <translation>예약 %1</translation>
    </message>
    <message>
        <source>My bookings</source>
        <translation>내 예약</translation>
    </message>
    <message>
        <source>Save my bookings</source>
        <translation>내 예약 저장</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>표 (*.csv)</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장됨</translation>
    </message>
    <message>
        <source>Cannot save %1: %2</source>
        <translation>%1 저장 실패: %2</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>History</source>
        <translation>지난 예약</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Which bookings</source>
        <translation>예약 구분</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>CSV로 저장</translation>
    </message>
    <message>
        <source>Nothing is booked yet. Choose a car and a time under Cars.</source>
        <translation>아직 예약이 없습니다. 차량에서 차량과 시간을 고르세요.</translation>
    </message>
    <message>
        <source>your bookings</source>
        <translation>내 예약</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::Notice</name>
    <message>
        <source>Retry</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::OfflineBar</name>
    <message>
        <source>Try now</source>
        <translation>지금 시도</translation>
    </message>
    <message>
        <source>Try to reach the platform now</source>
        <translation>지금 플랫폼에 연결 시도</translation>
    </message>
    <message>
        <source>The platform at %1 cannot be reached.</source>
        <translation>%1의 플랫폼에 연결할 수 없습니다.</translation>
    </message>
    <message>
        <source>What you see is of %1, %2 ago.</source>
        <translation>보이는 내용은 %1 기준, %2 전 것입니다.</translation>
    </message>
    <message>
        <source>Nothing can be changed meanwhile; what you have entered is kept.</source>
        <translation>그동안 아무것도 바꿀 수 없지만 입력한 내용은 유지됩니다.</translation>
    </message>
    <message>
        <source>Start it with ./sharecar up, or check the address.</source>
        <translation>./sharecar up으로 시작하거나 주소를 확인하세요.</translation>
    </message>
    <message>
        <source>Trying again in %1 s.</source>
        <translation>%1초 뒤에 다시 시도합니다.</translation>
    </message>
    <message>
        <source>Trying again now.</source>
        <translation>지금 다시 시도하는 중입니다.</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::OrdersPage</name>
    <message>
        <source>Order %1</source>
        <translation>주문 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>주문 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose an order</source>
        <translation>주문을 고르세요</translation>
    </message>
    <message>
        <source>Open trace %1</source>
        <translation>트레이스 %1 열기</translation>
    </message>
    <message>
        <source>Order, customer or trace id</source>
        <translation>주문, 고객 또는 트레이스 ID</translation>
    </message>
    <message>
        <source>Find orders</source>
        <translation>주문 찾기</translation>
    </message>
    <message>
        <source>Any state</source>
        <translation>모든 상태</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>No final state although its deadline has passed</source>
        <translation>기한이 지났지만 끝나지 않은 주문</translation>
    </message>
    <message>
        <source>Stuck: no final state although its deadline has passed</source>
        <translation>멈춤: 기한이 지났지만 끝나지 않은 주문</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>주문</translation>
    </message>
    <message>
        <source>What every service knows of the order</source>
        <translation>각 서비스가 아는 주문 내용</translation>
    </message>
    <message>
        <source>Bookings</source>
        <translation>예약</translation>
    </message>
    <message>
        <source>the orders</source>
        <translation>주문 목록</translation>
    </message>
    <message>
        <source>what every service knows of it</source>
        <translation>모든 서비스가 아는 내용</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::OverviewPage</name>
    <message>
        <source>Looking at the platform</source>
        <translation>플랫폼을 살펴보는 중</translation>
    </message>
    <message>
        <source>✓  Nothing is wrong: every process is up, every breaker is closed, nothing waits</source>
        <translation>✓  이상 없음: 모든 프로세스가 정상이고, 모든 차단기가 닫혀 있으며, 기다리는 것이 없습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>발견 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>Breakers</source>
        <translation>차단기</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>프로세스</translation>
    </message>
    <message>
        <source>Findings: Enter leads to the cause</source>
        <translation>발견: Enter를 누르면 원인으로 갑니다</translation>
    </message>
    <message>
        <source>Processes of the platform</source>
        <translation>플랫폼의 프로세스</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Go to the cause of a finding</source>
        <translation>발견의 원인으로 가기</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::Palette</name>
    <message>
        <source>Go to %1</source>
        <translation>%1(으)로 가기</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n건 일치</numerusform>
        </translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>A place, an action, or anything pasted</source>
        <translation>장소, 동작, 또는 붙여 넣은 것</translation>
    </message>
    <message>
        <source>Find a place or an action</source>
        <translation>장소나 동작 찾기</translation>
    </message>
    <message>
        <source>Places and actions that fit</source>
        <translation>맞는 장소와 동작</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::Rail</name>
    <message>
        <source>Drive</source>
        <translation>이용</translation>
    </message>
    <message>
        <source>Operate</source>
        <translation>운영</translation>
    </message>
    <message>
        <source>Drive: book and see my bookings</source>
        <translation>이용: 예약하고 내 예약 보기</translation>
    </message>
    <message>
        <source>Operate: find out what happened</source>
        <translation>운영: 무슨 일이 있었는지 알아보기</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::ScenariosPage</name>
    <message>
        <source>Another scenario is running.</source>
        <translation>다른 시나리오가 실행 중입니다.</translation>
    </message>
    <message>
        <source>Wait for its verdict, or heal it.</source>
        <translation>판정을 기다리거나 복구하세요.</translation>
    </message>
    <message>
        <source>Those that break %1: show all</source>
        <translation>%1을(를) 고장 내는 것: 모두 보기</translation>
    </message>
    <message>
        <source>Choose a scenario: each breaks one thing and shows what the platform does</source>
        <translation>시나리오를 고르세요: 하나씩 고장 내고 플랫폼이 어떻게 하는지 보여 줍니다</translation>
    </message>
    <message>
        <source>%1 is running</source>
        <translation>%1 실행 중</translation>
    </message>
    <message>
        <source>It was not run yet.</source>
        <translation>아직 실행하지 않았습니다.</translation>
    </message>
    <message>
        <source>Healing</source>
        <translation>복구하는 중</translation>
    </message>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>%2단계 중 %1단계: %3</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>시작하는 중</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 in %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Run the scenario</source>
        <translation>시나리오 실행</translation>
    </message>
    <message>
        <source>Heal now</source>
        <translation>지금 복구</translation>
    </message>
    <message>
        <source>Heal everything now and end the run</source>
        <translation>지금 모두 복구하고 실행 끝내기</translation>
    </message>
    <message>
        <source>Its breaker</source>
        <translation>차단기 보기</translation>
    </message>
    <message>
        <source>Newest booking</source>
        <translation>최근 예약</translation>
    </message>
    <message>
        <source>Its traces</source>
        <translation>추적 보기</translation>
    </message>
    <message>
        <source>Runs so far</source>
        <translation>지난 실행</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>시나리오</translation>
    </message>
    <message>
        <source>What is expected, and what was seen</source>
        <translation>기대한 것과 본 것</translation>
    </message>
    <message>
        <source>Runs so far, the newest first</source>
        <translation>지난 실행, 최신 순</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>위, 아래</translation>
    </message>
    <message>
        <source>Choose a scenario</source>
        <translation>시나리오 고르기</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::StateBand</name>
    <message>
        <source>States over time</source>
        <translation>시간에 따른 상태</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <translation>%2부터 %1</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::StatusLine</name>
    <message>
        <source>Live events</source>
        <translation>실시간 이벤트</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>요청</translation>
    </message>
    <message>
        <source>Connection: %1</source>
        <translation>연결: %1</translation>
    </message>
    <message>
        <source>Customer: %1</source>
        <translation>고객: %1</translation>
    </message>
    <message>
        <source>Environment %1, version %2</source>
        <translation>환경 %1, 버전 %2</translation>
    </message>
    <message>
        <source>Breakers and health</source>
        <translation>차단기와 상태</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>%1, trying again in %2 s</source>
        <translation>%1, %2초 뒤 다시 시도</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>트레이스</translation>
    </message>
    <message>
        <source>Data of %1</source>
        <translation>%1 기준</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TimeEdit</name>
    <message>
        <source>From</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>to</source>
        <translation>종료</translation>
    </message>
    <message>
        <source>Start of the trip</source>
        <translation>이용 시작</translation>
    </message>
    <message>
        <source>End of the trip</source>
        <translation>이용 종료</translation>
    </message>
    <message>
        <source>ddd d MMM HH:mm</source>
        <extracomment>Qt&apos;s letters for dates and times: Sat 21 Nov 14:30</extracomment>
        <translation>M월 d일 (ddd) HH:mm</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceBar</name>
    <message>
        <source>svc:payment  op:charges  kind:client  dur&gt;5ms  self&gt;1ms  err  &gt;2.5%  order.id=42  -err  or any text</source>
        <translation>svc:payment  op:charges  kind:client  dur&gt;5ms  self&gt;1ms  err  &gt;2.5%  order.id=42  -err  또는 아무 글자</translation>
    </message>
    <message>
        <source>Filter: svc:payment dur&gt;5ms err &gt;2.5%</source>
        <translation>거르기: svc:payment dur&gt;5ms err &gt;2.5%</translation>
    </message>
    <message>
        <source>Filter the spans</source>
        <translation>스팬 거르기</translation>
    </message>
    <message>
        <source>Both critical paths</source>
        <translation>두 임계 경로</translation>
    </message>
    <message>
        <source>Path to the answer</source>
        <translation>응답까지의 경로</translation>
    </message>
    <message>
        <source>Path to the last effect</source>
        <translation>마지막 효과까지의 경로</translation>
    </message>
    <message>
        <source>No path</source>
        <translation>경로 없음</translation>
    </message>
    <message>
        <source>Critical path</source>
        <translation>임계 경로</translation>
    </message>
    <message>
        <source>What the trace was busy with at each moment: the line within the bars. Dashed: only for the last effect, such as a message that is handled after the answer.</source>
        <translation>매 순간 트레이스가 하던 일: 막대 안의 선. 점선은 응답 뒤에 처리되는 메시지처럼 마지막 효과에만 필요한 것입니다.</translation>
    </message>
    <message>
        <source>Previous error (Shift+E)</source>
        <translation>이전 오류 (Shift+E)</translation>
    </message>
    <message>
        <source>Next error (E)</source>
        <translation>다음 오류 (E)</translation>
    </message>
    <message>
        <source>Open all (A)</source>
        <translation>모두 펼치기 (A)</translation>
    </message>
    <message>
        <source>Close all (Z)</source>
        <translation>모두 접기 (Z)</translation>
    </message>
    <message>
        <source>More about this trace</source>
        <translation>이 트레이스의 다른 작업</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>Markdown으로 복사(&amp;M)</translation>
    </message>
    <message>
        <source>Save as &amp;Zipkin JSON...</source>
        <translation>Zipkin JSON으로 저장(&amp;Z)...</translation>
    </message>
    <message>
        <source>Save as a &amp;case file...</source>
        <translation>사례 파일로 저장(&amp;C)...</translation>
    </message>
    <message>
        <source>&amp;Open a file...</source>
        <translation>파일 열기(&amp;O)...</translation>
    </message>
    <message>
        <source>Com&amp;pare with a file...</source>
        <translation>파일과 비교(&amp;P)...</translation>
    </message>
    <message>
        <source>&amp;Stop comparing</source>
        <translation>비교 끝내기(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keys (?)</source>
        <translation>키 목록(&amp;K) (?)</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceMinimap</name>
    <message>
        <source>The whole trace</source>
        <translation>트레이스 전체</translation>
    </message>
    <message>
        <source>Shown: %1 to %2</source>
        <translation>보이는 구간: %1부터 %2까지</translation>
    </message>
    <message>
        <source>Drag to look at a part, double click to show all. Arrow keys move, + and − zoom.</source>
        <translation>끌어서 일부를 보고, 두 번 눌러 전체를 봅니다. 화살표 키로 옮기고 +와 −로 확대합니다.</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TracePanel</name>
    <message>
        <source>Choose a span to see what it says</source>
        <translation>스팬을 고르면 내용이 보입니다</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>발견</translation>
    </message>
    <message>
        <source>Findings (%1)</source>
        <translation>발견 (%1)</translation>
    </message>
    <message>
        <source>Nothing stands out by the rules of the findings.</source>
        <translation>발견 규칙에 걸리는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Choose a finding to see its rule and its span.</source>
        <translation>발견을 고르면 규칙과 스팬이 보입니다.</translation>
    </message>
    <message>
        <source>The details are on the clipboard.</source>
        <translation>내용을 클립보드에 복사했습니다.</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>스팬</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>통계</translation>
    </message>
    <message>
        <source>About the trace</source>
        <translation>트레이스 정보</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>내용 복사</translation>
    </message>
    <message>
        <source>What the span says; Enter follows a link</source>
        <translation>스팬의 내용. Enter로 링크를 엽니다</translation>
    </message>
    <message>
        <source>Findings, the worst first</source>
        <translation>발견, 심한 것부터</translation>
    </message>
    <message>
        <source>Where the time goes; Enter filters</source>
        <translation>시간이 쓰인 곳. Enter로 거릅니다</translation>
    </message>
    <message>
        <source>By service</source>
        <translation>서비스별</translation>
    </message>
    <message>
        <source>By operation</source>
        <translation>작업별</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>묶는 기준</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>사례</translation>
    </message>
    <message>
        <source>What the case says: verdict, booking, events</source>
        <translation>사례의 내용: 결론, 예약, 사건</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceResultsView</name>
    <message numerus="yes">
        <source>%n trace(s)</source>
        <translation>
            <numerusform>트레이스 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>List</source>
        <translation>목록</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>표</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>분포도</translation>
    </message>
    <message>
        <source>Show as: %1</source>
        <translation>보기: %1</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>순서</translation>
    </message>
    <message>
        <source>Slower than usual first</source>
        <translation>평소보다 느린 것부터</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>최신순</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>오래 걸린 순</translation>
    </message>
    <message>
        <source>Most errors first</source>
        <translation>오류 많은 순</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Select two traces to compare them</source>
        <translation>비교하려면 트레이스 두 개를 선택하세요</translation>
    </message>
    <message>
        <source>Compare the two selected traces</source>
        <translation>선택한 두 트레이스 비교</translation>
    </message>
    <message>
        <source>Found traces</source>
        <translation>찾은 트레이스</translation>
    </message>
    <message>
        <source>Found traces as a table</source>
        <translation>찾은 트레이스 표</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceScatter</name>
    <message>
        <source>Duration of the traces over time</source>
        <translation>시간에 따른 트레이스의 길이</translation>
    </message>
    <message>
        <source>Nothing is chosen; the arrow keys choose.</source>
        <translation>선택한 것이 없습니다. 화살표 키로 선택합니다.</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceSearch</name>
    <message>
        <source>the traces that fit</source>
        <translation>조건에 맞는 트레이스</translation>
    </message>
    <message>
        <source>No trace fits. Look further back, or clear a field.</source>
        <translation>맞는 트레이스가 없습니다. 더 오래전까지 찾거나 조건을 지우세요.</translation>
    </message>
    <message>
        <source>Look back 7 days</source>
        <translation>7일 전까지 찾기</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceSearchForm</name>
    <message>
        <source>This is no duration. Write 5ms, 1.2s or 300us.</source>
        <translation>시간 길이가 아닙니다. 5ms, 1.2s, 300us처럼 쓰세요.</translation>
    </message>
    <message>
        <source>For example 5ms or 1.2s</source>
        <translation>예: 5ms 또는 1.2s</translation>
    </message>
    <message>
        <source>A duration cannot be read. Write 5ms, 1.2s or 300us.</source>
        <translation>시간 길이를 읽을 수 없습니다. 5ms, 1.2s, 300us처럼 쓰세요.</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>서비스</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>스팬</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>호출 대상</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>길이</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>Service that is called</source>
        <translation>호출되는 서비스</translation>
    </message>
    <message>
        <source>error and http.method=POST and order.id=7</source>
        <translation>error and http.method=POST and order.id=7</translation>
    </message>
    <message>
        <source>Shortest duration</source>
        <translation>최소 길이</translation>
    </message>
    <message>
        <source>Longest duration</source>
        <translation>최대 길이</translation>
    </message>
    <message>
        <source>Last 15 minutes</source>
        <translation>최근 15분</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>최근 1시간</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>최근 6시간</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>최근 하루</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>최근 7일</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>검색 기간</translation>
    </message>
    <message>
        <source>until</source>
        <translation>기준 시각</translation>
    </message>
    <message>
        <source>Until another time than now</source>
        <translation>지금이 아닌 다른 시각까지</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>까지</translation>
    </message>
    <message>
        <source>ddd d MMM HH:mm</source>
        <extracomment>Qt&apos;s letters for dates and times: Sat 21 Nov 14:30</extracomment>
        <translation>M월 d일 (ddd) HH:mm</translation>
    </message>
    <message>
        <source>How many traces at most</source>
        <translation>트레이스 최대 개수</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search for traces</source>
        <translation>트레이스 검색</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceStrip</name>
    <message>
        <source>What happened around the trace</source>
        <translation>트레이스 전후에 일어난 일</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceTab</name>
    <message>
        <source>Order %1</source>
        <translation>주문 %1</translation>
    </message>
    <message>
        <source>%1 compared</source>
        <translation>%1 비교</translation>
    </message>
    <message>
        <source>Trace %1</source>
        <translation>트레이스 %1</translation>
    </message>
    <message>
        <source>Span %1</source>
        <translation>스팬 %1</translation>
    </message>
    <message>
        <source>Booking %1</source>
        <translation>예약 %1</translation>
    </message>
    <message>
        <source>No such trace is known here.</source>
        <translation>여기에는 그런 트레이스가 없습니다.</translation>
    </message>
    <message>
        <source>It was not recorded, or is older than what is kept.</source>
        <translation>기록되지 않았거나 보관 기간이 지났습니다.</translation>
    </message>
    <message>
        <source>No span of this trace has arrived yet.</source>
        <translation>이 트레이스의 스팬이 아직 도착하지 않았습니다.</translation>
    </message>
    <message>
        <source>It is looked for again by itself.</source>
        <translation>자동으로 다시 찾습니다.</translation>
    </message>
    <message>
        <source>the trace</source>
        <translation>트레이스</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceView</name>
    <message>
        <source>Spans still arriving: %1, last %2 ago</source>
        <translation>스팬이 아직 도착 중: %1개, 마지막은 %2 전</translation>
    </message>
    <message>
        <source>no span</source>
        <translation>스팬 없음</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1개</translation>
    </message>
    <message>
        <source>compared with %1</source>
        <translation>%1와(과) 비교</translation>
    </message>
    <message numerus="yes">
        <source>%n span(s)</source>
        <translation>
            <numerusform>스팬 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Trace %1 of %2: %3</source>
        <translation>트레이스 %2개 중 %1번째: %3</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>저장함: %1</translation>
    </message>
    <message>
        <source>The file cannot be written.</source>
        <translation>파일을 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>The trace is on the clipboard, as Markdown.</source>
        <translation>트레이스를 Markdown으로 클립보드에 복사했습니다.</translation>
    </message>
    <message>
        <source>Save the case</source>
        <translation>사례 저장</translation>
    </message>
    <message>
        <source>Save the trace</source>
        <translation>트레이스 저장</translation>
    </message>
    <message>
        <source>Cases (*.sharecar)</source>
        <translation>사례 (*.sharecar)</translation>
    </message>
    <message>
        <source>Zipkin JSON (*.json)</source>
        <translation>Zipkin JSON 파일 (*.json)</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>비교할 대상</translation>
    </message>
    <message>
        <source>Open a trace</source>
        <translation>트레이스 열기</translation>
    </message>
    <message>
        <source>Traces and cases (*.json *.sharecar);;All files (*)</source>
        <translation>트레이스와 사례 (*.json *.sharecar);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Keys in the waterfall</source>
        <translation>워터폴의 키</translation>
    </message>
    <message>
        <source>Waterfall: the spans of the trace; ? lists the keys</source>
        <translation>워터폴: 트레이스의 스팬들. ?를 누르면 키 목록이 나옵니다</translation>
    </message>
    <message>
        <source>Traces of the file</source>
        <translation>파일의 트레이스들</translation>
    </message>
    <message>
        <source>Waterfall and details</source>
        <translation>워터폴과 내용</translation>
    </message>
    <message>
        <source>Reading...</source>
        <translation>읽는 중...</translation>
    </message>
    <message>
        <source>There is no trace to compare with.</source>
        <translation>비교할 트레이스가 없습니다.</translation>
    </message>
    <message>
        <source>What do you conclude? (may be empty)</source>
        <translation>어떤 결론입니까? (비워도 됩니다)</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TraceWaterfall</name>
    <message>
        <source>Up, Down, Page, Home, End</source>
        <translation>위, 아래, Page, Home, End</translation>
    </message>
    <message>
        <source>move</source>
        <translation>옮겨 가기</translation>
    </message>
    <message>
        <source>Right, Left</source>
        <translation>오른쪽, 왼쪽</translation>
    </message>
    <message>
        <source>open, close; to the first child, to the parent</source>
        <translation>펼치기, 접기. 첫 하위로, 상위로</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter 키</translation>
    </message>
    <message>
        <source>show the details</source>
        <translation>내용 보기</translation>
    </message>
    <message>
        <source>next and previous error</source>
        <translation>다음 오류, 이전 오류</translation>
    </message>
    <message>
        <source>open all, close all</source>
        <translation>모두 펼치기, 모두 접기</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>거르기</translation>
    </message>
    <message>
        <source>zoom in and out, show all of the time</source>
        <translation>확대, 축소, 전체 시간 보기</translation>
    </message>
    <message>
        <source>zoom to the selected span</source>
        <translation>고른 스팬에 맞추기</translation>
    </message>
    <message>
        <source>switch the critical path</source>
        <translation>임계 경로 바꾸기</translation>
    </message>
    <message>
        <source>copy the details</source>
        <translation>내용 복사</translation>
    </message>
    <message>
        <source>these keys</source>
        <translation>이 목록</translation>
    </message>
    <message>
        <source>begins after %1</source>
        <translation>%1 뒤에 시작</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>something below has failed</source>
        <translation>아래에서 실패함</translation>
    </message>
    <message>
        <source>on the way to the answer</source>
        <translation>응답까지의 경로에 있음</translation>
    </message>
    <message>
        <source>on the way to the last effect</source>
        <translation>마지막 효과까지의 경로에 있음</translation>
    </message>
    <message>
        <source>clock corrected</source>
        <translation>시계 보정됨</translation>
    </message>
    <message>
        <source>only here</source>
        <translation>여기만</translation>
    </message>
    <message>
        <source>only there</source>
        <translation>저쪽만</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::TracesPage</name>
    <message>
        <source>Close %1</source>
        <translation>%1 닫기</translation>
    </message>
    <message>
        <source>Opened traces</source>
        <translation>열린 트레이스</translation>
    </message>
    <message>
        <source>No trace is open. A booking opens its own with &quot;What happened?&quot;, and a file can be dropped here.</source>
        <translation>열린 트레이스가 없습니다. 예약의 &quot;무슨 일이 있었나요?&quot;로 열거나 파일을 여기로 끌어다 놓으세요.</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>트레이스</translation>
    </message>
</context>
<context>
    <name>sharecar::desktop::texts::Problems::Problems</name>
    <message>
        <source>This is a fault of the program: copy the details and report it.</source>
        <translation>프로그램 오류입니다. 자세한 내용을 복사해 알려 주세요.</translation>
    </message>
</context>
</TS>
