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
        <translation>추적</translation>
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
        <source>The request's head was too large.</source>
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
        <source>A part of the platform that is needed is away.</source>
        <translation>필요한 부분이 지금 응답하지 않습니다.</translation>
    </message>
    <message>
        <source>A part of the platform did not answer in time.</source>
        <translation>플랫폼의 한 부분이 제때 응답하지 않았습니다.</translation>
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
        <extracomment>A day, in Qt's letters for dates: Sat 21 Nov</extracomment>
        <translation>M월 d일 (ddd)</translation>
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
        <translation>모든 추적</translation>
    </message>
    <message>
        <source>Cancel booking</source>
        <translation>예약 취소</translation>
    </message>
    <message>
        <source>What happened, step by step; Enter opens the trace</source>
        <translation>단계별 진행; Enter로 추적 열기</translation>
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
        <translation>어떻게? 이 예약의 추적 보기</translation>
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
    <name>sharecar::desktop::MainWindow</name>
    <message>
        <source>There is no place called %1 here.</source>
        <translation>%1 (이)라는 곳이 없습니다.</translation>
    </message>
    <message>
        <source>This names nothing that ShareCar knows: try an order number or a trace id.</source>
        <translation>ShareCar가 아는 것이 아닙니다. 주문 번호나 추적 ID를 넣어 보세요.</translation>
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
        <translation>주문, 추적 ID, 로그, URL  (Ctrl+L)</translation>
    </message>
    <message>
        <source>Order number  (Ctrl+L)</source>
        <translation>주문 번호  (Ctrl+L)</translation>
    </message>
    <message>
        <source>Paste anything to go there</source>
        <translation>붙여넣고 이동</translation>
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
        <translation>추적 %1 열기</translation>
    </message>
    <message>
        <source>Order, customer or trace id</source>
        <translation>주문, 고객 또는 추적 ID</translation>
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
        <extracomment>Qt's letters for dates and times: Sat 21 Nov 14:30</extracomment>
        <translation>M월 d일 (ddd) HH:mm</translation>
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
