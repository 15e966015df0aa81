"""The least that an aiogram bot can be: it says back what it is told.

Reads TELOXIDE_TOKEN and TELOXIDE_API_URL, as the others do. With uvloop installed (aiogram[fast]), run_polling uses it.
"""

import os

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

dispatcher = Dispatcher()


@dispatcher.message(F.text)
async def echo(message: Message) -> None:
    await message.answer(message.text)


if __name__ == "__main__":
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["TELOXIDE_API_URL"]))
    dispatcher.run_polling(Bot(os.environ["TELOXIDE_TOKEN"], session=session))
